/** Rules on the bits of AMD v2 (x86-64) entries: page-tables.md 8.2, PT-020 … PT-026. */
import type { Leaf, TableRef } from '../../../model/vocabulary';
import { Prot } from '../../../model/vocabulary/prot';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BROKEN,
  ENTRIES,
  HELD,
  NOT_EXERCISED,
  must,
  type LeafRule,
  type PointerRule,
  type StepRule,
} from '../rule';
import type { Step } from '../step';
import { badEntryText, judgeEntries } from './_entries';
import { anomalyText, hasAnomaly, leafText, pointerText } from './_entry';
import { ALL_MAPS } from './_on';
import { isTakenLiterally, isJudgeable } from './_placement';
import { completed } from './_range';

const ON_V2 = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: ['amdv2'],
  needs: ENTRIES,
} as const;

/** Bits 11:0, all that is not address in the low half. */
const ATTRIBUTES = 0xfff;
const RW = 1 << 1;
const D = 1 << 6;
const PS = 1 << 7;
const USER_ACCESSED = 0x24;
/** P, U and A: set in every leaf. */
const PRESENT_USER_ACCESSED = 0x25;
const POINTER = 0x27;
/** Bits 3, 4 and 11:8 of the low half, 63:52 of the high half. */
const UNUSED_LO = 0xf18;
const UNUSED_HI = 0xfff0_0000;

/** Attribute bits of a leaf; io-pgtable sets D whatever the permissions (page-tables.md 5.2). */
function leafAttributes(leaf: Leaf, step: Step): number {
  const writable = (step.op.prot & Prot.WRITE) !== 0;
  const dirty = writable || step.config.contract === 'io-pgtable';
  return PRESENT_USER_ACCESSED | (writable ? RW : 0) | (dirty ? D : 0) | (leaf.level > 0 ? PS : 0);
}

const hex = (value: number): string => `0x${value.toString(16)}`;

export const PT_020: LeafRule = {
  ...ON_V2,
  id: 'PT-020',
  title: 'Leaf bits',
  statement:
    'A leaf has P, U and A, with WRITE also RW and D, and PS above level 0; nothing else beside address and C-bit.',
  source: 'page-tables.md 2.1; x86_64.h install_leaf_entry, iommu_set_prot',
  why: 'Hardware would fault, or would have to write A and D itself, or would grant more than was asked for.',
  example: 'D is missing in a writable leaf.',
  scope: 'leaf',
  byLook: true,
  check(leaf, step) {
    if (!isJudgeable(leaf, step)) return NOT_EXERCISED;
    return must((leaf.lo & ATTRIBUTES) === leafAttributes(leaf, step) && (leaf.hi & UNUSED_HI) === 0);
  },
  explain: (leaf, step) =>
    `expected attribute bits ${hex(leafAttributes(leaf, step))}, observed ${hex(leaf.lo & ATTRIBUTES)} in the ` +
    leafText(leaf),
};

export const PT_021: LeafRule = {
  ...ON_V2,
  id: 'PT-021',
  title: 'PS placement',
  statement: 'Bit 7 is set in leaves of level 1 and 2, and clear in leaves of level 0.',
  source: 'page-tables.md 2.1; x86_64.h install_leaf_entry',
  why: 'At level 0 bit 7 is PAT and changes the memory type; above, its lack turns the leaf into a pointer.',
  example: 'PS is set at level 0 too.',
  scope: 'leaf',
  byLook: true,
  check: (leaf, step) => (isJudgeable(leaf, step) ? must(((leaf.lo & PS) !== 0) === leaf.level > 0) : NOT_EXERCISED),
  explain: (leaf) => `expected PS ${leaf.level > 0 ? 1 : 0} in the ${leafText(leaf)}`,
};

export const PT_022: LeafRule = {
  ...ON_V2,
  id: 'PT-022',
  title: 'D equals RW',
  statement: 'Under generic-pt D of a leaf equals RW; under io-pgtable D is always set.',
  source: 'page-tables.md 2.1, 5.2; x86_64.h iommu_set_prot',
  why: 'Without D hardware must write the entry at the first write; with D a read-only page looks written.',
  example: 'The old driver, which always sets D, is ported.',
  scope: 'leaf',
  byLook: true,
  check(leaf, step) {
    if (!isJudgeable(leaf, step)) return NOT_EXERCISED;
    const dirty = (leaf.lo & D) !== 0;
    return must(step.config.contract === 'io-pgtable' ? dirty : dirty === ((leaf.lo & RW) !== 0));
  },
  explain: (leaf) => `D is ${(leaf.lo >> 6) & 1} and RW is ${(leaf.lo >> 1) & 1} in the ${leafText(leaf)}`,
};

const hasUserAccessed = (entry: Leaf | TableRef): boolean => (entry.lo & USER_ACCESSED) === USER_ACCESSED;

export const PT_023: StepRule = {
  ...ON_V2,
  id: 'PT-023',
  title: 'A and U always',
  statement: 'U and A are set in every leaf and every table pointer.',
  source: 'page-tables.md 2.1; x86_64.h install_leaf_entry, install_table',
  why: 'The IOMMU treats requests as user accesses: without U they fault, without A hardware writes the entry.',
  example: 'U is missing.',
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.added | Fact.tablesAdded,
  check: (step) => judgeEntries(step, hasUserAccessed, hasUserAccessed),
  explain: (step) => `expected U 1 and A 1 in the ${badEntryText(step, hasUserAccessed, hasUserAccessed)}`,
};

export const PT_024: PointerRule = {
  ...ON_V2,
  id: 'PT-024',
  title: 'Pointer bits',
  statement: 'A table pointer is 0x27 beside its address and the C-bit: P, RW, U and A, and neither D nor PS.',
  source: 'page-tables.md 2.1; x86_64.h install_table',
  why: 'PS would make a leaf of it, and without RW nothing below could be written.',
  example: 'The pointer has D, or PS.',
  scope: 'pointer',
  check(table, step) {
    if (!completed(step)) return NOT_EXERCISED;
    return must((table.lo & ATTRIBUTES) === POINTER && (table.hi & UNUSED_HI) === 0);
  },
  explain: (table) => `expected ${hex(POINTER)}, observed ${hex(table.lo & ATTRIBUTES)} in the ${pointerText(table)}`,
};

const hasNoOtherBits = ({ lo, hi }: Leaf | TableRef): boolean => (lo & UNUSED_LO) === 0 && (hi & UNUSED_HI) === 0;

export const PT_025: StepRule = {
  ...ON_V2,
  id: 'PT-025',
  title: 'No other bits',
  statement: 'Bits 3, 4, 8 to 11 and 52 to 63 are zero in every leaf and every table pointer.',
  source: 'page-tables.md 2.1; x86_64.h',
  why: 'They change the memory type or forbid execution, which no caller asked for.',
  example: 'NOEXEC sets XD.',
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.added | Fact.tablesAdded,
  check: (step) => judgeEntries(step, hasNoOtherBits, hasNoOtherBits),
  explain: (step) => `bits beyond the format are set in the ${badEntryText(step, hasNoOtherBits, hasNoOtherBits)}`,
};

const isLegal = (leaf: Leaf): boolean =>
  leaf.items === 1 && leaf.level <= 2 && (leaf.lg === 12 || leaf.lg === 21 || leaf.lg === 30);

/** PS in a pointer above level 2 is a leaf of a size that the format does not have. */
const isHugeLeaf = (table: TableRef): boolean => table.level >= 2 && (table.lo & PS) !== 0;

export const PT_026: StepRule = {
  ...ON_V2,
  id: 'PT-026',
  title: 'Sizes',
  statement: 'Leaves have 4 KiB, 2 MiB or 1 GiB, one item each, and never stand above level 2.',
  source: 'page-tables.md 2.2, 2.3; x86_64.h can_have_leaf, possible_sizes',
  why: 'Hardware takes an entry above level 2 for a pointer and reads page tables from a data page.',
  example: 'A 512 GiB leaf is written to the level-3 table.',
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.added | Fact.tablesAdded,
  check(step) {
    const { added, tablesAdded } = step.outcome;
    if (added.length + tablesAdded.length === 0 || !completed(step) || !isTakenLiterally(step)) return NOT_EXERCISED;
    if (hasAnomaly(step, 'bad-size')) return BROKEN;
    for (let i = 0; i < added.length; i++) if (!isLegal(added[i]!)) return BROKEN;
    for (let i = 0; i < tablesAdded.length; i++) if (isHugeLeaf(tablesAdded[i]!)) return BROKEN;
    return HELD;
  },
  explain(step) {
    const leaf = step.outcome.added.find((l) => !isLegal(l));
    if (leaf !== undefined) return `no size of the format: ${leafText(leaf)}`;
    const table = step.outcome.tablesAdded.find(isHugeLeaf);
    return table === undefined
      ? `no size of the format: ${anomalyText(step, 'bad-size')}`
      : `a leaf above level 2: ${pointerText(table)}`;
  },
};
