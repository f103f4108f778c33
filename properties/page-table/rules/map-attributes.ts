/** The bits that a map puts beside the address: page-tables.md 8.5, PT-060 and PT-061. */
import { formatOf } from '../../../model/page-table/formats';
import type { Leaf, PageTableConfig } from '../../../model/vocabulary';
import { hexRaw, itemLg } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  must,
  type StepRule,
} from '../rule';
import { overwritesNothing } from './_io-pgtable';
import { paCarriesCBit, reachesMap } from './_map-request';
import { ALL_MAPS, RUN_MAPS } from './_on';
import { told } from './_text';

const ON_ATTRIBUTES = {
  confidence: 'V',
  level: 'required',
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
} as const;

/** Bits of the low half that are neither address nor size: v1 all but NL (11:9) and D (6), v2 all but PS (7). */
const ATTRIBUTES_LO = { amdv1: 0x1bf, amdv2: 0xf7f } as const;
/** Bits 63:52. */
const ATTRIBUTES_HI = 0xfff0_0000;

/** True if bit `smeBit` of a leaf is part of its size code, bits 12 … lg − 2 of v1 leaves with NL 7 (1.4). */
const codeHidesCBit = (leaf: Leaf, smeBit: number): boolean => leaf.lg !== itemLg(leaf.level) && smeBit <= leaf.lg - 2;

const cBitOf = (leaf: Leaf, smeBit: number): number =>
  smeBit < 32 ? (leaf.lo >>> smeBit) & 1 : (leaf.hi >>> (smeBit - 32)) & 1;

/** True if both leaves have the same attribute bits; `smeBit` null leaves the C-bit out. */
function agree(config: PageTableConfig, smeBit: number | null, a: Leaf, b: Leaf): boolean {
  if (((a.lo ^ b.lo) & ATTRIBUTES_LO[config.format]) !== 0 || ((a.hi ^ b.hi) & ATTRIBUTES_HI) !== 0) return false;
  if (smeBit === null || codeHidesCBit(a, smeBit) || codeHidesCBit(b, smeBit)) return true;
  return cBitOf(a, smeBit) === cBitOf(b, smeBit);
}

export const PT_060: StepRule = {
  ...ON_ATTRIBUTES,
  id: 'PT-060',
  title: 'Same attributes throughout a call',
  statement: 'All leaves of one map have the same attribute bits, the C-bit among them.',
  source: 'page-tables.md 3.3 step 3, 4.2; iommu_pt.h map_range',
  why: 'A buffer of which one page is read-only or unencrypted fails only when the device gets there.',
  example: 'The first page takes a fast path that sets other bits.',
  contracts: BOTH_CONTRACTS,
  on: ALL_MAPS,
  when: Fact.several,
  check(step) {
    const { added } = step.outcome;
    if (added.length < 2 || !reachesMap(step) || !overwritesNothing(step)) return NOT_EXERCISED;
    const smeBit = paCarriesCBit(step) ? null : step.config.smeBit;
    for (let i = 1; i < added.length; i++) if (!agree(step.config, smeBit, added[0]!, added[i]!)) return BROKEN;
    return HELD;
  },
  explain: (step) =>
    `leaves of one call have different attributes: ` +
    [...new Set(step.outcome.added.map((l) => hexRaw(l.lo, l.hi)))].slice(0, 6).join(', '),
};

export const PT_061: StepRule = {
  ...ON_ATTRIBUTES,
  id: 'PT-061',
  title: 'Fast path equivalence',
  statement:
    'Mapping one 4 KiB page writes the entry that the arguments alone determine, whether or not its table exists.',
  source: 'page-tables.md 3.4; iommu_pt.h __do_map_single_page',
  why: 'Single pages are the common case: a short cut that forgets a bit hits almost every driver.',
  example: 'The fast path for an existing table leaves out the C-bit or FC.',
  contracts: GENERIC_PT,
  on: RUN_MAPS,
  when: Fact.onePage,
  check(step) {
    const { op, outcome, config } = step;
    if (outcome.ret !== 0 || step.first !== step.last || op.len !== 1 || !reachesMap(step)) return NOT_EXERCISED;
    if (paCarriesCBit(step)) return NOT_EXERCISED;
    if (outcome.added.length !== 1) return BROKEN;
    const leaf = outcome.added[0]!;
    const raw = formatOf(config.format).encodeLeaf(12, op.oa, op.prot, config.smeBit);
    return must(leaf.lg === 12 && leaf.lo === raw.lo && leaf.hi === raw.hi);
  },
  explain(step) {
    const { op, config } = step;
    const raw = formatOf(config.format).encodeLeaf(12, op.oa, op.prot, config.smeBit);
    const found = step.outcome.added.map((l) => hexRaw(l.lo, l.hi)).join(', ');
    return told(`one 4 KiB leaf ${hexRaw(raw.lo, raw.hi)}, not ${found || 'none'}`, step);
  },
};
