/** Rules on the C-bit that compare runs: page-tables.md 8.3, PT-033, PT-037, PT-039. */
import type { Op, Trace } from '../../../model/vocabulary';
import { USABLE_SME_BITS_V1 } from '../../../model/vocabulary/config';
import { isMap } from '../../../model/vocabulary/op';
import { Prot } from '../../../model/vocabulary/prot';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  GENERIC_PT,
  NOT_EXERCISED,
  must,
  type RelationRule,
  type TraceRun,
} from '../rule';
import { mapsAnything, outcomeDifference, runDifference, withOps } from './_runs';

const ON_ALL = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
  needs: ['results', 'translations', 'entries', 'effects'],
  scope: 'relation',
  looksAt: 'changes',
} as const;

const maskOf = (smeBit: number | null): bigint => (smeBit === null ? 0n : 1n << BigInt(smeBit));

const toggleMmio = (op: Op): Op => (isMap(op.kind) ? { ...op, prot: op.prot ^ Prot.MMIO } : op);

const mmioDifference = (base: TraceRun, variants: readonly TraceRun[]): string | null =>
  runDifference(base, variants[0]!, maskOf(base.trace.config.smeBit));

/** True if a map replaced leaves (io-pgtable): where the new one is equal but for MMIO, one run sees no change at all. */
const overwrites = ({ trace, outcomes }: TraceRun): boolean =>
  outcomes.some((outcome, i) => outcome.removed.length > 0 && isMap(trace.ops[i]!.kind));

export const PT_033: RelationRule = {
  ...ON_ALL,
  id: 'PT-033',
  title: 'MMIO changes nothing else',
  statement: 'Two runs that differ in MMIO alone differ in the C-bits of leaves alone.',
  source: 'page-tables.md 4.2; seed 000',
  why: 'A caller that marks a range as MMIO must not get other sizes, errors or permissions for it.',
  example: 'MMIO also clears FC, or also keeps large pages from being used.',
  vary: (trace) => (mapsAnything(trace) ? [withOps(trace, toggleMmio)] : null),
  check: (base, variants) =>
    [base, ...variants].some(overwrites) ? NOT_EXERCISED : must(mmioDifference(base, variants) === null),
  explain: (base, variants) => `with MMIO toggled in every map, ${mmioDifference(base, variants)}`,
};

/** True if a page of [oa, oa + pages) has bit `smeBit` of its address set. */
function touchesBit(oa: number, pages: number, smeBit: number): boolean {
  const unit = 2 ** (smeBit - 12);
  const block = Math.floor(oa / unit);
  return block % 2 === 1 || Math.floor((oa + pages) / unit) !== block;
}

/** True if no physical address of the trace holds the bit: only then may it become the C-bit (PT-029). */
function isFree(trace: Trace, smeBit: number): boolean {
  const runs = trace.ops.flatMap((op) => (isMap(op.kind) ? (op.segments ?? [op]) : []));
  return !runs.some(({ oa, len }) => touchesBit(oa, len + 1, smeBit));
}

/** Another position of the C-bit that the trace leaves free, or undefined. */
const otherPosition = ({ config, ...trace }: Trace): number | undefined =>
  USABLE_SME_BITS_V1.toReversed().find((bit) => bit !== config.smeBit && isFree({ config, ...trace }, bit));

const maskDifference = (base: TraceRun, variants: readonly TraceRun[]): string | null =>
  runDifference(base, variants[0]!, maskOf(base.trace.config.smeBit) | maskOf(variants[0]!.trace.config.smeBit));

export const PT_037: RelationRule = {
  ...ON_ALL,
  id: 'PT-037',
  title: 'Mask independence',
  statement: 'Two runs that differ in the position of the C-bit alone differ in the C-bits of entries alone.',
  source: 'page-tables.md 4.1, 4.2',
  why: 'Sizes, errors and translations must not depend on the generation of the processor.',
  example: 'Alignment is computed on PA | C-bit, so that no leaf is ever larger than the C-bit allows.',
  vary(trace) {
    const { smeBit } = trace.config;
    if (!mapsAnything(trace) || (smeBit !== null && !isFree(trace, smeBit))) return null;
    // io-pgtable replaces leaves, and without a C-bit an MMIO leaf replaces an equal one: nothing changes then.
    if (smeBit === null && trace.config.contract === 'io-pgtable') return null;
    const other = otherPosition(trace);
    return other === undefined ? null : [{ ...trace, config: { ...trace.config, smeBit: other } }];
  },
  check: (base, variants) => must(maskDifference(base, variants) === null),
  explain: (base, variants) =>
    `with C-bit ${variants[0]!.trace.config.smeBit} instead of ${base.trace.config.smeBit}, ` +
    maskDifference(base, variants),
};

/** Index of the one op that a variant of PT-039 changed. */
const changedOp = (base: TraceRun, variant: TraceRun): number =>
  base.trace.ops.findIndex((op, i) => op.prot !== variant.trace.ops[i]!.prot);

/** First op at which a leaf of another map differs, in words; null if there is none. */
function foreignDifference(base: TraceRun, variant: TraceRun): string | null {
  const changed = changedOp(base, variant);
  const ignored = maskOf(base.trace.config.smeBit);
  for (let i = 0; i < base.outcomes.length; i++) {
    if (i === changed) continue;
    const [a, b] = [base.outcomes[i]!, variant.outcomes[i]!];
    // The leaves of the changed op may go here: they may differ. What is added belongs to this op alone.
    const added = outcomeDifference({ ...a, removed: [] }, { ...b, removed: [] }, 0n);
    const removed = outcomeDifference(a, b, ignored);
    const difference = added ?? removed;
    if (difference !== null) return `op ${i}: ${difference}`;
  }
  return null;
}

const anyForeignDifference = (base: TraceRun, variants: readonly TraceRun[]): string | null =>
  variants.reduce<string | null>((found, variant) => found ?? foreignDifference(base, variant), null);

export const PT_039: RelationRule = {
  ...ON_ALL,
  id: 'PT-039',
  title: 'MMIO is per call',
  statement: 'Whether one map says MMIO changes no bit in the leaves of the maps before and after it.',
  source: 'page-tables.md 4.2, 8.3',
  why: 'One BAR mapping would take the C-bit from all memory that is mapped later.',
  example: 'The attribute is kept in the domain.',
  // io-pgtable replaces leaves: whether one counts as changed then depends on what it replaces.
  contracts: GENERIC_PT,
  vary(trace) {
    if (trace.config.smeBit === null) return null;
    const first = trace.ops.findIndex((op) => isMap(op.kind));
    const last = trace.ops.findLastIndex((op) => isMap(op.kind));
    if (first === last) return null;
    return [first, last].map((chosen) => withOps(trace, (op, i) => (i === chosen ? toggleMmio(op) : op)));
  },
  check: (base, variants) => must(anyForeignDifference(base, variants) === null),
  explain: (base, variants) => `with MMIO toggled in one map, ${anyForeignDifference(base, variants)}`,
};
