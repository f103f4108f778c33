import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignSample } from '../../model/vocabulary/campaign';
import { CampaignError } from '../campaign-error';
import type { CampaignTrace } from '../case';
import type { CorpusEntry } from '../corpus/corpus';
import { unpackTrace } from '../corpus/packed-trace';
import type { MergedFinding } from '../findings/book';
import type { Journal } from '../journal';
import type { CampaignState } from '../state';
import type { TraceOrigin, TraceWords } from '../words';
import { appendLine, readIfThere, remove, writeWhole } from './files';
import { FindingFolder } from './finding-folder';
import { formatState, parseState, type WhichTrace } from './state-file';

/**
 * A campaign on disk:
 *
 *     campaign.json   what it was started with        stats.jsonl   a sample a line
 *     state.json      the end of the last epoch       corpus/       a trace file for each entry
 *     findings/<key>/ finding.json, trace.json, verdict.md          ways/  traces of ways of failing, for a resume
 *
 * Files are written whole, and before the state that speaks of them; what is no longer needed goes after it.
 */
export class CampaignFolder implements Journal {
  private readonly findings: FindingFolder;
  /** Entries that came, and entries that went, since the state was written. */
  private readonly added = new Map<number, CorpusEntry>();
  private readonly dropped: number[] = [];
  /** Traces of ways of failing that are on disk. */
  private readonly written = new Set<string>();

  constructor(
    readonly path: string,
    private readonly words: TraceWords,
    private readonly origin: TraceOrigin,
    ruleOf: FindingFolder['ruleOf'],
  ) {
    this.findings = new FindingFolder(join(path, 'findings'), words, origin, ruleOf);
  }

  addEntry(entry: CorpusEntry): void {
    this.added.set(entry.id, entry);
  }

  dropEntries(ids: readonly number[]): void {
    for (const id of ids) if (!this.added.delete(id)) this.dropped.push(id);
  }

  save(state: CampaignState): void {
    for (const { key, raw, settled } of state.ways) {
      if (settled === null) this.keepTrace(key, 'found', raw.trace);
      else if (settled !== 'passed over') this.keepTrace(key, 'smallest', settled.counterexample.trace);
    }
    for (const { id, trace } of this.added.values()) {
      writeWhole(this.entryPath(id), this.words.fileText(unpackTrace(trace), this.origin));
    }
    this.added.clear();
    writeWhole(join(this.path, 'state.json'), formatState(state));
    for (const id of this.dropped.splice(0)) remove(this.entryPath(id));
  }

  addSample(sample: CampaignSample): void {
    appendLine(join(this.path, 'stats.jsonl'), JSON.stringify(sample));
  }

  keepFindings(findings: readonly MergedFinding[], isLast: boolean): void {
    this.findings.keep(findings, isLast);
  }

  traceOf(id: number): CampaignTrace {
    return this.readTrace(this.entryPath(id));
  }

  /** The state at the end of the last epoch that was written down; null: there is none yet. */
  readState(): CampaignState | null {
    const path = join(this.path, 'state.json');
    const text = readIfThere(path);
    if (text === null) return null;
    const state = parseState(text, path, (key, which) => this.readTrace(this.wayPath(key, which)));
    this.sweep(new Set(state.corpus.map(({ id }) => this.entryPath(id))));
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

  /** Files of the corpus that came after the state: their cases run again. */
  private sweep(needed: ReadonlySet<string>): void {
    const folder = join(this.path, 'corpus');
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) if (!needed.has(join(folder, name))) remove(join(folder, name));
  }

  private keepTrace(key: string, which: WhichTrace, trace: CampaignTrace): void {
    const path = this.wayPath(key, which);
    if (this.written.has(path)) return;
    if (!existsSync(path)) writeWhole(path, this.words.fileText(trace, this.origin));
    this.written.add(path);
  }

  private readTrace(path: string): CampaignTrace {
    const text = readIfThere(path);
    if (text === null)
      throw new CampaignError(`${path} is missing: the campaign cannot go on; begin anew with another --out`, 64);
    return this.words.parse(text, path);
  }

  private wayPath(key: string, which: WhichTrace): string {
    return join(this.path, 'ways', `${key}.${which}.json`);
  }

  private entryPath(id: number): string {
    const name = id < 0 ? `earlier-${String(-id).padStart(6, '0')}` : `case-${String(id).padStart(10, '0')}`;
    return join(this.path, 'corpus', `${name}.json`);
  }
}
