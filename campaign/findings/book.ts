import type { Finding } from '../../model/vocabulary/verdict';
import { AFTER } from '../../properties/page-table/inspect';
import type { CampaignTrace } from '../case';
import type { Failure } from '../shard';
import type { RawFinding } from '../stand';
import { findingKeyOf } from './key';

/** Ways of failing that a campaign keeps: a subject with more is broken whatever the rest is. */
const MOST_WAYS = 200;
/** For a rule that breaks only after another difference: traces tried, since most are consequences of that one. */
const MOST_AFTERMATHS = 2;

/** A way of failing as it was first seen, and what became of it. */
export interface Way {
  readonly key: string;
  readonly raw: RawFinding;
  readonly firstSeconds: number;
  count: number;
  /** Null while it waits to be shrunk. `passed over`: one of many consequences of another difference. */
  settled: Finding<CampaignTrace> | 'passed over' | null;
}

/** A distinct finding: the ways of failing that turned out to be the same. */
export interface MergedFinding {
  readonly key: string;
  /** With the smallest trace; the count is that of all its ways. */
  readonly finding: Finding<CampaignTrace>;
  readonly shrunk: boolean;
  /** Keys of the ways of failing that it is. */
  readonly ways: readonly string[];
  /** Null where it was seen before the first case, in a trace of an earlier campaign. */
  readonly firstCase: number | null;
  readonly firstSeconds: number;
}

/** All ways of failing of a campaign, in the order of the cases that showed them first. */
export class FindingBook {
  private readonly ways = new Map<string, Way>();
  private readonly passed = new Set<string>();

  constructor(private readonly seed: string) {}

  /** Ways of failing beyond the most that are kept. */
  get dropped(): number {
    return this.passed.size;
  }

  get droppedKeys(): readonly string[] {
    return [...this.passed];
  }

  /** Takes note of a shard's failures; shards come in case order. */
  note(failures: readonly Failure[], seconds: number): void {
    for (const { key, raw, count } of failures) {
      const way = this.ways.get(key);
      if (way !== undefined) way.count += count;
      else if (this.ways.size >= MOST_WAYS) this.passed.add(key);
      else
        this.ways.set(key, {
          key,
          raw,
          firstSeconds: seconds,
          count,
          settled: this.isAftermath(raw) ? 'passed over' : null,
        });
    }
  }

  /** Those of the failures that are new, as findings: the epoch is not over, and may have seen them in an earlier case. */
  unheard(failures: readonly Failure[], firstSeconds: number): readonly MergedFinding[] {
    return failures
      .filter(({ key, raw }) => !this.ways.has(key) && !this.passed.has(key) && !this.isAftermath(raw))
      .map(({ key, raw, count }) => this.asMerged({ key, raw, count, firstSeconds, settled: null }));
  }

  /** True for what is one consequence too many of other differences. */
  private isAftermath({ rule, effect }: RawFinding): boolean {
    if (effect !== AFTER) return false;
    let tried = 0;
    for (const { raw } of this.ways.values()) if (raw.rule === rule && raw.effect === AFTER) tried++;
    return tried >= MOST_AFTERMATHS;
  }

  /** Ways that wait to be shrunk. */
  get pending(): readonly Way[] {
    return [...this.ways.values()].filter(({ settled }) => settled === null);
  }

  settle(key: string, finding: Finding<CampaignTrace>): void {
    this.ways.get(key)!.settled = finding;
  }

  /** The distinct findings so far. */
  merged(): readonly MergedFinding[] {
    const findings = new Map<string, MergedFinding>();
    for (const way of this.ways.values()) {
      if (way.settled === 'passed over') continue;
      const one = this.asMerged(way);
      const twin = findings.get(one.key);
      findings.set(one.key, twin === undefined ? one : together(twin, one));
    }
    return [...findings.values()];
  }

  private asMerged({ key, raw, settled, count, firstSeconds }: Way): MergedFinding {
    const finding = settled === null || settled === 'passed over' ? this.unshrunk(raw) : settled;
    const firstCase = raw.caseNumber < 0 ? null : raw.caseNumber;
    return {
      key: findingKeyOf(finding),
      finding: { ...finding, count },
      shrunk: settled !== null,
      ways: [key],
      firstCase,
      firstSeconds,
    };
  }

  private unshrunk({ rule, op, effect, at, reason, trace, caseNumber }: RawFinding): Finding<CampaignTrace> {
    const origin = { seed: this.seed, caseNumber, originalOps: trace.ops.length };
    return {
      rule,
      op,
      effect,
      count: 1,
      known: false,
      counterexample: { trace, op: at, reason, entries: [], ...origin },
    };
  }

  /** To be written down, and taken back. */
  get all(): readonly Way[] {
    return [...this.ways.values()];
  }

  restore(ways: readonly Way[], dropped: readonly string[]): void {
    for (const way of ways) this.ways.set(way.key, way);
    for (const key of dropped) this.passed.add(key);
  }
}

/** Two ways that came to the same finding: the smaller trace, the earlier case, the sum of the counts. */
function together(first: MergedFinding, later: MergedFinding): MergedFinding {
  const opsOf = ({ finding }: MergedFinding): number => finding.counterexample.trace.ops.length;
  const smaller = later.shrunk && (!first.shrunk || opsOf(later) < opsOf(first)) ? later : first;
  const count = first.finding.count + later.finding.count;
  const ways = [...first.ways, ...later.ways];
  return { ...first, finding: { ...smaller.finding, count }, shrunk: smaller.shrunk, ways };
}
