import { join } from 'node:path';
import type { RuleInfo } from '../../model/vocabulary/rule';
import type { MergedFinding } from '../findings/book';
import { campaignFinding, verdictText } from '../findings/tell';
import type { TraceOrigin, TraceWords } from '../words';
import { remove, writeWhole } from './files';

/** Milliseconds between two times that a mere count is written. */
const COUNTS_MS = 10_000;

/** What is on disk of a finding. */
interface Written {
  readonly count: number;
  readonly at: number;
  /** Changes with the trace. */
  readonly mark: string;
}

/** The folder `findings`: one folder for each distinct finding. */
export class FindingFolder {
  private readonly written = new Map<string, Written>();
  private readonly forgotten = new Set<string>();

  constructor(
    private readonly path: string,
    private readonly words: TraceWords,
    private readonly origin: TraceOrigin,
    readonly ruleOf: (id: string) => RuleInfo | null,
  ) {}

  /** Brings the folder up to what the campaign has found. */
  keep(findings: readonly MergedFinding[], isLast: boolean): void {
    const now = performance.now();
    for (const merged of findings) this.keepOne(merged, now, isLast);
    const keys = new Set(findings.map(({ key }) => key));
    // What was noted as a way of its own, and turned out to be another when it was shrunk.
    for (const way of findings.flatMap(({ ways }) => ways)) if (!keys.has(way)) this.forget(way);
  }

  private forget(key: string): void {
    if (this.forgotten.has(key)) return;
    remove(join(this.path, key));
    this.forgotten.add(key);
    this.written.delete(key);
  }

  private keepOne(merged: MergedFinding, now: number, isLast: boolean): void {
    const { key, finding, shrunk, firstCase } = merged;
    const { trace, caseNumber } = finding.counterexample;
    const mark = `${shrunk} ${firstCase} ${caseNumber} ${trace.ops.length}`;
    const before = this.written.get(key);
    const isSame = before?.mark === mark;
    if (isSame && (before.count === finding.count || (!isLast && now - before.at < COUNTS_MS))) return;
    const folder = join(this.path, key);
    if (!isSame) {
      const { rule } = finding;
      const origin = rule === null ? this.origin : { ...this.origin, rule };
      writeWhole(join(folder, 'trace.json'), this.words.fileText(trace, origin));
    }
    const rule = finding.rule === null ? null : this.ruleOf(finding.rule);
    writeWhole(join(folder, 'verdict.md'), verdictText(merged, rule, folder, this.words));
    const { counterexample, ...told } = campaignFinding(merged, folder, this.words);
    const { trace: _, ...where } = counterexample;
    writeWhole(join(folder, 'finding.json'), `${JSON.stringify({ ...told, counterexample: where }, null, 2)}\n`);
    this.written.set(key, { count: finding.count, at: now, mark });
  }
}
