import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignSample } from '../../model/vocabulary/campaign';
import { CampaignError } from '../campaign-error';
import type { CampaignTrace } from '../case';
import type { CorpusEntry } from '../corpus/corpus';
import type { MergedFinding } from '../findings/book';
import type { Journal } from '../journal';
import type { CampaignState } from '../state';
import type { TraceOrigin, TraceWords } from '../words';
import { appendLine, readIfThere, writeWhole } from './files';
import { FindingFolder } from './finding-folder';
import { CorpusPacks } from './corpus-packs';
import { formatState, parseState, type WhichTrace } from './state-file';

/**
 * A campaign on disk:
 *
 *     campaign.json   what it was started with        stats.jsonl   a sample a line
 *     state.json      the end of the last epoch       corpus/       its entries, in packs
 *     findings/<key>/ finding.json, trace.json, verdict.md          ways/  traces of ways of failing, for a resume
 *
 * Files are written whole, and before the state that speaks of them; what is no longer needed goes after it.
 */
export class CampaignFolder implements Journal {
  private readonly findings: FindingFolder;
  private readonly corpusPath: string;
  private packs: CorpusPacks;
  /** Traces of ways of failing that are on disk. */
  private readonly written = new Set<string>();

  constructor(
    readonly path: string,
    private readonly words: TraceWords,
    private readonly origin: TraceOrigin,
    ruleOf: FindingFolder['ruleOf'],
  ) {
    this.corpusPath = join(path, 'corpus');
    this.packs = new CorpusPacks(this.corpusPath);
    this.findings = new FindingFolder(join(path, 'findings'), words, origin, ruleOf);
  }

  addEntry(entry: CorpusEntry): void {
    this.packs.add(entry);
  }

  dropEntries(ids: readonly number[]): void {
    for (const id of ids) this.packs.drop(id);
  }

  save(state: CampaignState): void {
    for (const { key, raw, settled } of state.ways) {
      if (settled === null) this.keepTrace(key, 'found', raw.trace);
      else if (settled !== 'passed over') this.keepTrace(key, 'smallest', settled.counterexample.trace);
    }
    this.packs.write();
    writeWhole(join(this.path, 'state.json'), formatState(state));
    this.packs.sweep();
  }

  addSample(sample: CampaignSample): void {
    appendLine(join(this.path, 'stats.jsonl'), JSON.stringify(sample));
  }

  keepFindings(findings: readonly MergedFinding[], isLast: boolean): void {
    this.findings.keep(findings, isLast);
  }

  entry(id: number): CorpusEntry {
    const entry = this.packs.entry(id);
    if (entry === null) throw lost(this.corpusPath, `is without the trace of case ${id}`);
    return entry;
  }

  /** The corpus, as the state that was read last speaks of it. */
  corpus(): IterableIterator<CorpusEntry> {
    return this.packs.entries();
  }

  /** The state at the end of the last epoch that was written down; null: there is none yet. */
  readState(): CampaignState | null {
    const path = join(this.path, 'state.json');
    const text = readIfThere(path);
    if (text === null) return null;
    const state = parseState(text, path, (key, which) => this.readTrace(this.wayPath(key, which)));
    this.packs = CorpusPacks.open(this.corpusPath, new Set(state.corpus.map(({ id }) => id)));
    return state;
  }

  /** Samples that were written; a line that a kill cut short is none. */
  readSamples(): CampaignSample[] {
    const text = readIfThere(join(this.path, 'stats.jsonl')) ?? '';
    return text.split('\n').flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as CampaignSample];
      } catch {
        return [];
      }
    });
  }

  private keepTrace(key: string, which: WhichTrace, trace: CampaignTrace): void {
    const path = this.wayPath(key, which);
    if (this.written.has(path)) return;
    if (!existsSync(path)) writeWhole(path, this.words.fileText(trace, this.origin));
    this.written.add(path);
  }

  private readTrace(path: string): CampaignTrace {
    const text = readIfThere(path);
    if (text === null) throw lost(path, 'is missing');
    return this.words.parse(text, path);
  }

  private wayPath(key: string, which: WhichTrace): string {
    return join(this.path, 'ways', `${key}.${which}.json`);
  }
}

const lost = (path: string, what: string): CampaignError =>
  new CampaignError(`${path} ${what}: the campaign cannot go on; begin anew with another --out`, 64);
