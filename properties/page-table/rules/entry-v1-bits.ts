/** Rules on single bits of AMD v1 entries: page-tables.md 8.1, PT-001 … PT-004 and PT-011 … PT-016. */
import type { Leaf, TableRef } from '../../../model/vocabulary';
import { Prot } from '../../../model/vocabulary/prot';
import { itemLg } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  HELD,
  NOT_EXERCISED,
  must,
  type Judgement,
  type LeafRule,
  type PointerRule,
  type StepRule,
} from '../rule';
import type { Step } from '../step';
import { badEntryText, judgeEntries } from './_entries';
import { anomalyText, hasAnomaly, leafText, nlOf, pointerText } from './_entry';
import { CHANGES } from './_kinds';
import { ALL_MAPS } from './_on';
import { isJudgeable } from './_placement';
import { completed } from './_range';

const ON_V1 = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: ['amdv1'],
  needs: ENTRIES,
} as const;

/** Bits outside bits 51:12, PR, D, NL, FC, IR and IW of a leaf. */
const LEAF_RESERVED_LO = 0x1be;
const LEAF_RESERVED_HI = 0x8ff0_0000;
/** The same of a pointer, which has neither D nor FC. */
const POINTER_RESERVED_LO = 0x1fe;
const POINTER_RESERVED_HI = 0x9ff0_0000;
/** FC, IR and IW in the high half. */
const FC = 1 << 28;
const IR = 1 << 29;
const IW = 1 << 30;
/** A in the low half; U and bit 63 in the high half. */
const A = 1 << 5;
const U_AND_63 = 0x8800_0000;

export const PT_001: StepRule = {
  ...ON_V1,
  id: 'PT-001',
  title: 'No garbage in items that are not present',
  statement: 'An item that is not present is zero in all its bits.',
  source: 'page-tables.md 8.1; amdv1.h clear_entries, iommu-pages allocation (zeroed)',
  why: 'Whoever sets the present bit later, or reads the item back, takes the rest for an address.',
  example: 'Unmap clears only bit 0, or a new table is not zeroed.',
  formats: BOTH_FORMATS,
  scope: 'step',
  on: CHANGES,
  when: Fact.anomaly | Fact.removed | Fact.tablesAdded,
  doubt: Fact.anomaly | Fact.starved,
  check(step) {
    if (!completed(step)) return NOT_EXERCISED;
    if (hasAnomaly(step, 'garbage')) return BROKEN;
    const { removed, tablesAdded } = step.outcome;
    return removed.length > 0 || tablesAdded.length > 0 ? HELD : NOT_EXERCISED;
  },
  explain: (step) => `expected 0 in every item that is not present; ${anomalyText(step, 'garbage')}`,
};

const leafIsPlain = ({ lo, hi }: Leaf): boolean => (lo & LEAF_RESERVED_LO) === 0 && (hi & LEAF_RESERVED_HI) === 0;
const pointerIsPlain = ({ lo, hi }: TableRef): boolean =>
  (lo & POINTER_RESERVED_LO) === 0 && (hi & POINTER_RESERVED_HI) === 0;

/** The first entry that the map added with a reserved bit set, in words; null: there is none. */
function reservedBits({ outcome }: Step): string | null {
  const table = outcome.tablesAdded.find((added) => !pointerIsPlain(added));
  if (table !== undefined) return pointerText(table);
  const leaf = outcome.added.find((added) => !leafIsPlain(added));
  return leaf === undefined ? null : leafText(leaf);
}

/** Of every entry, whatever was asked for: no request gives a reserved bit a meaning. */
function judgeReservedBits(step: Step): Judgement {
  const { added, tablesAdded } = step.outcome;
  if (!completed(step) || (added.length === 0 && tablesAdded.length === 0)) return NOT_EXERCISED;
  for (let i = 0; i < tablesAdded.length; i++) if (!pointerIsPlain(tablesAdded[i]!)) return BROKEN;
  for (let i = 0; i < added.length; i++) if (!leafIsPlain(added[i]!)) return BROKEN;
  return HELD;
}

export const PT_002: StepRule = {
  ...ON_V1,
  id: 'PT-002',
  title: 'Reserved bits are zero',
  statement: 'Leaves and table pointers have no bit set outside the fields that the format defines.',
  source: 'page-tables.md 1.1; amdv1.h bit definitions',
  why: 'Hardware answers a reserved bit with a fault, or gives it a meaning one day.',
  example: 'An output address of 2^52 or more leaks into bits 58:52.',
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.added | Fact.tablesAdded,
  check: judgeReservedBits,
  explain: (step) => `reserved bits are set in the ${reservedBits(step)}`,
};

export const PT_003: LeafRule = {
  ...ON_V1,
  id: 'PT-003',
  title: 'NL of a leaf',
  statement: 'NL of a leaf is 0 if the leaf has the size of one item of its table, and 7 if it is larger.',
  source: 'page-tables.md 1.2, 1.4; amdv1.h install_leaf_entry',
  why: 'NL decides whether hardware reads the low address bits as address or as size.',
  example: 'NL = 7 is written for natural sizes too.',
  scope: 'leaf',
  byLook: true,
  check(leaf, step) {
    if (!isJudgeable(leaf, step)) return NOT_EXERCISED;
    return must(nlOf(leaf.lo) === (leaf.lg === itemLg(leaf.level) ? 0 : 7));
  },
  explain: (leaf) =>
    `expected NL ${leaf.lg === itemLg(leaf.level) ? 0 : 7}, observed ${nlOf(leaf.lo)} in the ${leafText(leaf)}`,
};

export const PT_004: PointerRule = {
  ...ON_V1,
  id: 'PT-004',
  title: 'NL of a pointer',
  statement: 'NL of a pointer is the level of the table that holds it, and its child is one level below.',
  source: 'page-tables.md 1.2, 1.6; amdv1.h install_table',
  why: 'Hardware takes the level of the next table from NL: a wrong one shifts every index below.',
  example: 'NL is off by one after the top has grown.',
  scope: 'pointer',
  check: (table, step) => (!completed(step) ? NOT_EXERCISED : must(nlOf(table.lo) === table.level + 1)),
  explain: (table) => `expected NL ${table.level + 1}, observed ${nlOf(table.lo)} in the ${pointerText(table)}`,
};

const leafHasFc = (leaf: Leaf): boolean => (leaf.hi & FC) !== 0;
const pointerHasNoFc = (table: TableRef): boolean => (table.hi & FC) === 0;

export const PT_011: StepRule = {
  ...ON_V1,
  id: 'PT-011',
  title: 'Force coherent',
  statement: 'FC (bit 60) is 1 in every leaf and 0 in every table pointer.',
  source: 'page-tables.md 1.7; amdv1.h iommu_set_prot',
  why: 'Without FC a device may write past the CPU caches, and both see different memory.',
  example: 'FC follows IOMMU_CACHE.',
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.added | Fact.tablesAdded,
  check: (step) => judgeEntries(step, pointerHasNoFc, leafHasFc),
  explain: (step) => `expected FC 1 in leaves and 0 in pointers: ${badEntryText(step, pointerHasNoFc, leafHasFc)}`,
};

const permissionsOf = (prot: number): number =>
  ((prot & Prot.READ) !== 0 ? IR : 0) | ((prot & Prot.WRITE) !== 0 ? IW : 0);

export const PT_012: LeafRule = {
  ...ON_V1,
  id: 'PT-012',
  title: 'Leaf permissions',
  statement: 'IR of a leaf is READ of the request and IW is WRITE, each for itself.',
  source: 'page-tables.md 1.7; amdv1.h iommu_set_prot',
  why: 'A device gets an access that nobody granted, or is refused one that it needs.',
  example: 'WRITE implies READ, as it does in the x86 format.',
  scope: 'leaf',
  byLook: true,
  check(leaf, step) {
    if (!isJudgeable(leaf, step)) return NOT_EXERCISED;
    return must((leaf.hi & (IR | IW)) === permissionsOf(step.op.prot));
  },
  explain: (leaf, step) => `expected IR ${step.op.prot & 1} and IW ${(step.op.prot >> 1) & 1} in the ${leafText(leaf)}`,
};

export const PT_013: PointerRule = {
  ...ON_V1,
  id: 'PT-013',
  title: 'Pointer permissions',
  statement: 'Every table pointer has IR and IW set: only leaves restrict access.',
  source: 'page-tables.md 1.6; amdv1.h install_table',
  why: 'Hardware ANDs the permissions along the walk, so that a later leaf below could not be used.',
  example: 'The pointer gets the permissions of the leaf that its table was made for.',
  scope: 'pointer',
  check: (table, step) => (!completed(step) ? NOT_EXERCISED : must((table.hi & (IR | IW)) === (IR | IW))),
  explain: (table) => `expected IR 1 and IW 1 in the ${pointerText(table)}`,
};

export const PT_014: LeafRule = {
  ...ON_V1,
  id: 'PT-014',
  title: 'No leaf without permission',
  statement: 'No leaf has IR and IW both clear.',
  source: 'page-tables.md 1.7, 3.3 step 1; iommu_pt.h map_range',
  why: 'The range counts as mapped, and yet every access faults.',
  example: 'prot = CACHE is accepted.',
  scope: 'leaf',
  byLook: true,
  check: (leaf, step) => (isJudgeable(leaf, step) ? must((leaf.hi & (IR | IW)) !== 0) : NOT_EXERCISED),
  explain: (leaf) => `neither IR nor IW is set in the ${leafText(leaf)}`,
};

export const PT_015: LeafRule = {
  ...ON_V1,
  id: 'PT-015',
  title: 'A fresh leaf is clean',
  statement: 'Right after a map the dirty bit is clear in every item of the leaves that it placed.',
  source: 'page-tables.md 1.8; amdv1.h install_leaf_entry',
  why: 'A page that was never written is reported dirty: live migration copies it for nothing, or trusts the report.',
  example: 'The D bit of a former entry is kept.',
  scope: 'leaf',
  byLook: true,
  check: (leaf, step) => (isJudgeable(leaf, step) ? must(leaf.dirty === 0) : NOT_EXERCISED),
  explain: (leaf) => `the dirty bit is set in ${leaf.dirty} items of the ${leafText(leaf)}`,
};

const setByNobody = (entry: Leaf | TableRef): boolean => (entry.lo & A) === 0 && (entry.hi & U_AND_63) === 0;

export const PT_016: StepRule = {
  ...ON_V1,
  id: 'PT-016',
  title: 'Software never sets A, U and bit 63',
  statement: 'Bits 5, 59 and 63 are zero in every entry that software wrote.',
  source: 'page-tables.md 1.1; amdv1.h bit definitions',
  why: 'Bits that mean something in the x86 format mean something else, or nothing, here.',
  example: 'Constants of the x86 format are copied.',
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.added | Fact.tablesAdded,
  check: (step) => judgeEntries(step, setByNobody, setByNobody),
  explain: (step) => `bit 5, 59 or 63 is set in the ${badEntryText(step, setByNobody, setByNobody)}`,
};
