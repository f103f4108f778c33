/** Rules that lay two runs side by side: rmp.md 7.1, 7.3, 8.6. */
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import { RmpSize, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { AccessOp, RmpOp, RmpUpdateOp } from '../../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpRelationRule, RmpRun } from '../rule';
import { baseOf, isCovered } from './_address';
import { isPrivate } from './_access';
import { sameEntry } from './_entry';
import { succeeded } from './_refusals';
import { outcomeText, pageText } from './_text';

const RULE = { scope: 'relation', level: 'required' } as const;

const GIB_PAGES = 2 ** 18;
const ENTRY_BYTES = 16;
const HEADER_BYTES = 0x4000;
const MIB = 2 ** 20;
/** Where the segments of the other layout lie: 1M-aligned, away from any flat table. */
const SEGMENTS_AT = 0x8_0000_0000;
const SEGMENT_TABLE_BYTES = 4 * MIB;

/** The same coverage in segments of 1 GB; null where it is not flat, or not a whole number of GB. */
function segmented(config: RmpConfig): RmpConfig | null {
  const { coverage } = config;
  if (coverage.kind !== 'flat') return null;
  const pages = (coverage.end + 1 - coverage.base - HEADER_BYTES) / ENTRY_BYTES;
  if (pages % GIB_PAGES !== 0) return null;
  const segments = Array.from(
    { length: pages / GIB_PAGES },
    (_, i) => BigInt(SEGMENTS_AT + i * SEGMENT_TABLE_BYTES) | 1n,
  );
  const base = Math.ceil(coverage.base / MIB) * MIB;
  return { ...config, coverage: { kind: 'segmented', base, segmentLg: 30, segments } };
}

const sameOutcome = (a: RmpOutcome, b: RmpOutcome): boolean =>
  a.code === b.code &&
  a.fault === b.fault &&
  a.errorCode === b.errorCode &&
  a.carry === b.carry &&
  JSON.stringify(a.read) === JSON.stringify(b.read);

/** Some pages of every touched region. */
function samples({ view, config }: RmpRun): readonly SpaPage[] {
  const pages = view.touchedRegions().flatMap((base) => [base, base + 1, base + 256, base + 511]);
  return pages.filter((page) => isCovered(config, page));
}

/** Where the two runs part, in words; null if they do not. */
function parting(base: RmpRun, other: RmpRun): string | null {
  const at = base.outcomes.findIndex((outcome, i) => !sameOutcome(outcome, other.outcomes[i]!));
  if (at >= 0) {
    return `op ${at} (${base.ops[at]!.op}): ${outcomeText(base.outcomes[at]!)} against ${outcomeText(other.outcomes[at]!)}`;
  }
  const page = samples(base).find((p) => !sameEntry(base.view.own(p), other.view.own(p)));
  return page === undefined ? null : `the entries of ${pageText(page)} differ`;
}

export const RMP_014: RmpRelationRule = {
  ...RULE,
  id: 'RMP-014',
  confidence: 'I',
  title: 'flat and segmented tables say the same',
  statement:
    'A trace gives the same outcomes and entries with a flat table as with segments that cover the same memory.',
  source: 'rmp.md 1.5; APM vol. 2 15.36.22',
  why: 'Which layout firmware chose must not change who may touch a page.',
  example: 'The length of a segment is rounded, so that its last pages are uncovered.',
  vary(config, ops) {
    // SNP_INIT gives the pages of the table itself to the firmware, wherever they lie.
    const other = ops.some(({ op }) => op === 'snpInit') ? null : segmented(config);
    return other === null ? null : [{ config: other, ops }];
  },
  check: (base, [other]) => must(parting(base, other!) === null),
  explain: (base, [other]) => `flat against segmented: ${parting(base, other!) ?? ''}`,
};

/** Index of the last op that `test` holds of; −1 if there is none. */
const lastAccess = (ops: readonly RmpOp[], test: (op: AccessOp) => boolean): number =>
  ops.findLastIndex((op) => op.op === 'access' && test(op));

const lastOutcome = ({ outcomes }: RmpRun): RmpOutcome => outcomes[outcomes.length - 1]!;
const lastButOne = ({ outcomes }: RmpRun): RmpOutcome => outcomes[outcomes.length - 2]!;

/** The first of a trace: what was there at the start says most about counts. */
const MOST_WRITES = 3;

const isLargeWrite = (op: RmpOp): op is AccessOp =>
  op.op === 'access' && op.by !== 'snp-guest' && op.kind === 'write' && op.nestedLg > 12;

/** The hypervisor gives the page beside `spa` to a guest. */
const assignBeside = (spa: SpaPage): RmpUpdateOp => ({
  op: 'rmpupdate',
  spa: (spa % 2 === 0 ? spa + 1 : spa - 1) * 4096,
  asid: 0,
  to: { assigned: true, size: RmpSize.size4K, immutable: false, gpa: 0x7000_0000, asid: 1, reserved: false },
});

export const RMP_063: RmpRelationRule = {
  ...RULE,
  id: 'RMP-063',
  confidence: 'I',
  title: 'assigning never grants',
  statement: 'A host write that faults faults as well after one more page of its region was assigned.',
  source: 'rmp.md 7.3, 8.6, derived',
  why: 'Who assigns pages expects to lose rights, never to give some.',
  example: 'The sub-page count wraps at 511.',
  vary(config, ops) {
    const writes = ops.flatMap((op, at) => (isLargeWrite(op) ? [{ at, op }] : [])).slice(0, MOST_WRITES);
    const variants = writes.flatMap(({ at, op }) => {
      const before = ops.slice(0, at);
      return [
        { config, ops: [...before, op] },
        { config, ops: [...before, assignBeside(op.spa), op] },
      ];
    });
    return variants.length === 0 ? null : variants;
  },
  check(_, runs) {
    const pairs = pairsOf(runs).filter(
      ({ without, including }) => succeeded(lastButOne(including)) && lastOutcome(without).fault !== null,
    );
    return pairs.length === 0 ? NOT_EXERCISED : must(!pairs.some(isGranted));
  },
  explain(_, runs) {
    const { without, including } = pairsOf(runs).find(isGranted)!;
    return `the write gave ${outcomeText(lastOutcome(without))}; with one more page assigned ${outcomeText(lastOutcome(including))}`;
  },
};

interface Pair {
  readonly without: RmpRun;
  /** With one more page assigned. */
  readonly including: RmpRun;
}

const pairsOf = (runs: readonly RmpRun[]): readonly Pair[] =>
  runs.flatMap((without, i) => (i % 2 === 0 ? [{ without, including: runs[i + 1]! }] : []));

/** True if the assignment made a write pass that was refused. */
const isGranted = ({ without, including }: Pair): boolean =>
  succeeded(lastButOne(including)) && lastOutcome(without).fault !== null && lastOutcome(including).fault === null;

export const RMP_066: RmpRelationRule = {
  ...RULE,
  id: 'RMP-066',
  confidence: 'S',
  title: 'splitting keeps every verdict',
  statement: 'PSMASH together with a nested leaf of 4K gives a private access the verdict that it had with 2M.',
  source: 'rmp.md 2.2, 8.6; APM vol. 2 15.36.11',
  why: "The host splits pages behind the guest's back, at any moment.",
  example: 'Validated is lost, and the guest gets #VC.',
  vary(config, ops) {
    const at = lastAccess(ops, (op) => op.by === 'snp-guest' && op.nestedLg > 12 && isPrivate(op));
    if (at < 0) return null;
    const access = ops[at] as AccessOp;
    const before = ops.slice(0, at);
    const smash: RmpOp = { op: 'psmash', spa: baseOf(access.spa) * 4096, asid: 0 };
    return [
      { config, ops: [...before, access] },
      { config, ops: [...before, smash, { ...access, nestedLg: 12 }] },
    ];
  },
  check(_, [whole, split]) {
    if (!succeeded(lastButOne(split!)) || lastOutcome(whole!).fault === '#UD') return NOT_EXERCISED;
    return must(sameOutcome(lastOutcome(whole!), lastOutcome(split!)));
  },
  explain: (_, [whole, split]) =>
    `with 2M ${outcomeText(lastOutcome(whole!))}; after PSMASH with 4K ${outcomeText(lastOutcome(split!))}`,
};
