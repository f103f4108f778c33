/** Rules on domains as a whole: page-tables.md 8.13, PT-170 … PT-175. */
import type { PageTableConfig, Trace } from '../../../model/vocabulary';
import { PAGE_SIZES } from '../../../model/vocabulary/config';
import { Status } from '../../../model/vocabulary/outcome';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  EFFECTS,
  GENERIC_PT,
  NOT_EXERCISED,
  RESULTS,
  must,
  type EndRule,
  type InfoRule,
  type RelationRule,
  type StepRule,
  type TraceRun,
  type UntestedRule,
} from '../rule';
import type { EndStep, Step } from '../step';
import { ALL_MAPS, ENTRIES_AND_EFFECTS } from './_on';
import { isTakenLiterally } from './_placement';
import { completed } from './_range';
import { outcomeDifference } from './_runs';

const ON_ALL = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
} as const;

const liveAtEnd = (end: EndStep): number => end.states.reduce((sum, state) => sum + state.liveTables, 0);

export const PT_170: EndRule = {
  ...ON_ALL,
  id: 'PT-170',
  title: 'No leak',
  statement: 'Destroying a domain frees every one of its table pages, whatever is mapped.',
  source: 'page-tables.md 3.14; kunit exit check',
  why: 'Kernel memory is lost with every domain that is created and destroyed.',
  example: 'Tables that a larger leaf replaced are forgotten.',
  needs: EFFECTS,
  scope: 'end',
  check(end) {
    if (end.status > Status.warnings || end.config.domainType !== 'paging') return NOT_EXERCISED;
    return must(end.leaked === 0 && end.freedByTeardown === liveAtEnd(end));
  },
  explain: (end) =>
    `teardown freed ${end.freedByTeardown} of ${liveAtEnd(end)} tables; ${end.leaked} are still allocated`,
};

const bitmapOf = (lgs: readonly number[]): bigint => lgs.reduce((bits, lg) => bits | (1n << BigInt(lg)), 0n);

/** Leaf sizes of one level (page-tables.md 1.3): from one item up to half a table; at level 4 up to 2^51. */
const V1_SIZES_OF_LEVEL: readonly bigint[] = [
  bitmapOf([12, 13, 14, 15, 16, 17, 18, 19, 20]),
  bitmapOf([21, 22, 23, 24, 25, 26, 27, 28, 29]),
  bitmapOf([30, 31, 32, 33, 34, 35, 36, 37, 38]),
  bitmapOf([40, 41, 42, 43, 44, 45, 46, 47]),
  bitmapOf([48, 49, 50, 51]),
];

const below = (lg: number): bigint => (1n << BigInt(Math.max(0, lg))) - 1n;

/** Page-size bitmap of a domain (page-tables.md 1.10 and 2.3). */
function expectedBitmap({ format, vasz, oasz, pageSizes }: PageTableConfig): bigint {
  const sizes =
    format === 'amdv2'
      ? PAGE_SIZES.v2
      : V1_SIZES_OF_LEVEL.reduce((bits, ofLevel, level) => (12 + 9 * level < vasz ? bits | ofLevel : bits), 0n);
  return sizes & below(vasz - 1) & below(oasz) & pageSizes;
}

const expectedAperture = ({ vasz }: PageTableConfig): bigint => below(vasz);

export const PT_171: InfoRule = {
  ...ON_ALL,
  id: 'PT-171',
  title: 'Bitmap and aperture',
  statement:
    'The bitmap of a domain holds the sizes of its format that are less than half its aperture and that the driver allows; the aperture ends at 2^vasz − 1.',
  source: 'page-tables.md 1.10, 2.3; iommu_pt.h get_info',
  why: 'Callers pick IOVAs and sizes by them: an aperture too large makes maps fail that should not.',
  example: '2^47 is offered in a v1 domain of 48 bits.',
  // The old driver announces fixed values (page-tables.md 5.4).
  contracts: GENERIC_PT,
  needs: RESULTS,
  scope: 'info',
  check: (config, info) =>
    must(info.bitmap === expectedBitmap(config) && info.apertureEnd === expectedAperture(config)),
  explain: (config, info) =>
    `expected bitmap 0x${expectedBitmap(config).toString(16)} and aperture end ` +
    `0x${expectedAperture(config).toString(16)}, observed 0x${info.bitmap.toString(16)} and ` +
    `0x${info.apertureEnd.toString(16)}`,
};

/** The trace without the ops of the other domain. */
const onlyDomain = (trace: Trace, domain: number): Trace => ({
  ...trace,
  ops: trace.ops.filter((op) => op.domain === domain),
});

/** First op that came out otherwise when the other domain was left alone, in words; null if there is none. */
function interference(base: TraceRun, variants: readonly TraceRun[]): string | null {
  const next = variants.map(() => 0);
  for (let i = 0; i < base.outcomes.length; i++) {
    const { domain } = base.trace.ops[i]!;
    const alone = variants[domain]!.outcomes[next[domain]!++];
    if (alone === undefined) return `op ${i}: the run without the other domain ended before it`;
    const difference = outcomeDifference(base.outcomes[i]!, alone, 0n);
    if (difference !== null) return `op ${i} on domain ${domain}: ${difference}`;
  }
  return null;
}

export const PT_172: RelationRule = {
  ...ON_ALL,
  id: 'PT-172',
  title: 'Domains are independent',
  statement: 'What ops on one domain return and leave behind does not depend on ops on another.',
  source: 'page-tables.md 8.13',
  why: 'One guest would change the memory that the devices of another can reach.',
  example: 'The allocation budget, a gather or a cached top is static.',
  needs: ['results', 'translations', 'entries', 'effects'],
  scope: 'relation',
  looksAt: 'changes',
  vary(trace) {
    const both = trace.ops.some((op) => op.domain === 0) && trace.ops.some((op) => op.domain === 1);
    return both ? [onlyDomain(trace, 0), onlyDomain(trace, 1)] : null;
  },
  check: (base, variants) => must(interference(base, variants) === null),
  explain: (base, variants) => `without the other domain's ops, ${interference(base, variants)}`,
};

const CONCURRENT = {
  ...ON_ALL,
  confidence: 'R',
  needs: RESULTS,
  scope: 'untested',
  reason: 'sequential subjects: one op at a time',
} as const;

export const PT_173: UntestedRule = {
  ...CONCURRENT,
  id: 'PT-173',
  title: 'Disjoint concurrent maps',
  statement: 'Concurrent maps of disjoint ranges come out as in some order one after the other, and share each table.',
  source: 'page-tables.md 0.3; pt_table_install64',
  why: 'One of two tables made at once would be lost with all that was mapped below it.',
  example: 'A plain store instead of a compare-and-swap installs the pointer.',
};

export const PT_174: UntestedRule = {
  ...CONCURRENT,
  id: 'PT-174',
  title: 'Concurrent growth',
  statement: 'At most one new top per level is published; who loses the race frees its tables and tries again.',
  source: 'page-tables.md 3.5; iommu_pt.h increase_top',
  why: 'Of two new roots one is lost, with all that is mapped below it.',
  example: 'The old top is not compared again under the lock.',
};

/** Tables added below the old top: those of growth are counted by the levels that it added. */
function newPathTables({ outcome, topBefore }: Step): number {
  const { tablesAdded } = outcome;
  let count = 0;
  for (let i = 0; i < tablesAdded.length; i++) {
    const { level, page } = tablesAdded[i]!;
    if (page !== 0 || level < topBefore || level >= outcome.topLevel) count++;
  }
  return count;
}

const boundOf = (step: Step): number => {
  const { topLevel, ret, frees } = step.outcome;
  // What a failed growth, or the roll-back of a wrapper, gave back is allowed on top.
  return topLevel - step.topBefore + newPathTables(step) + (ret === 0 ? 0 : frees);
};

export const PT_175: StepRule = {
  ...ON_ALL,
  id: 'PT-175',
  title: 'Bounded allocation',
  statement: 'A map allocates no more tables than growth and the paths to its leaves need.',
  source: 'page-tables.md 3.4, 3.5',
  why: 'Tables that are allocated only to be freed again make a map fail for lack of memory that it did not need.',
  example: 'A table is allocated for each item before it is known that one is there.',
  needs: ENTRIES_AND_EFFECTS,
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.accounts,
  check(step) {
    if (!completed(step) || !isTakenLiterally(step)) return NOT_EXERCISED;
    const { allocations } = step.outcome;
    return allocations === 0 ? NOT_EXERCISED : must(allocations <= boundOf(step));
  },
  explain: (step) => `${step.outcome.allocations} tables were allocated where ${boundOf(step)} would do`,
};
