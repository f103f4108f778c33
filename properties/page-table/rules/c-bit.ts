/** Rules on the C-bit that one op can show: page-tables.md 8.3, PT-030 … PT-032, PT-034 … PT-036, PT-038. */
import type { Leaf } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { Prot } from '../../../model/vocabulary/prot';
import { hexAddress, hiOf, itemLg } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  HELD,
  NOT_EXERCISED,
  must,
  type LeafRule,
  type PointerRule,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import { leafText, nlOf, pointerText, rawBit } from './_entry';
import { isNoop } from './_map-request';
import { NOWHERE, carriesSme, isInRequest, isJudgeable, requestedOa, withoutSme } from './_placement';
import { completed } from './_range';

const ON_ALL = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
} as const;

export const PT_030: PointerRule = {
  ...ON_ALL,
  id: 'PT-030',
  title: 'Pointers carry the C-bit',
  statement: 'With memory encryption every table pointer has the C-bit set.',
  source: 'page-tables.md 1.6, 4.2; amdv1.h and x86_64.h install_table',
  why: 'Table memory is encrypted: without the C-bit the IOMMU walks through cipher text.',
  example: 'The pointer to the old top is written without it when the table grows.',
  scope: 'pointer',
  check(table, step) {
    const { smeBit } = step.config;
    if (smeBit === null || !completed(step)) return NOT_EXERCISED;
    return must(rawBit(table.lo, table.hi, smeBit) === 1);
  },
  explain: (table, step) => `C-bit ${step.config.smeBit} is clear in the ${pointerText(table)}`,
};

export const PT_031: LeafRule = {
  ...ON_ALL,
  id: 'PT-031',
  title: 'RAM leaves carry the C-bit',
  statement: 'With memory encryption every item of a leaf that was mapped without MMIO has the C-bit set.',
  source: 'page-tables.md 4.2; amdv1.h and x86_64.h iommu_set_prot',
  why: 'The device would read cipher text, and write plain text that the CPU then decrypts to noise.',
  example: 'The C-bit is set in the first of several items only.',
  scope: 'leaf',
  byLook: true,
  when: Fact.encrypted,
  check(leaf, step) {
    const { smeBit } = step.config;
    if (smeBit === null || (step.op.prot & Prot.MMIO) !== 0 || !completed(step)) return NOT_EXERCISED;
    // A damaged group counts too, unless it is what an io-pgtable map, or its roll-back, left of an older leaf.
    if (step.config.contract === 'io-pgtable' && (step.outcome.ret !== 0 || !isInRequest(leaf, step))) {
      return NOT_EXERCISED;
    }
    return must(rawBit(leaf.lo, leaf.hi, smeBit) === 1);
  },
  explain: (leaf, step) => `C-bit ${step.config.smeBit} is clear in the ${leafText(leaf)}`,
};

/** True if bit `smeBit` of the leaf is one of the ones of its size code (page-tables.md 4.2). */
const isInSizeCode = (leaf: Leaf, step: Step): boolean =>
  step.config.format === 'amdv1' && leaf.lg !== itemLg(leaf.level) && step.config.smeBit! <= leaf.lg - 2;

export const PT_032: LeafRule = {
  ...ON_ALL,
  id: 'PT-032',
  title: 'MMIO leaves do not carry the C-bit',
  statement: 'A leaf that was mapped with MMIO has the C-bit clear, unless that bit is part of its size code.',
  source: 'page-tables.md 4.2; seed 000 (Wei Wang); AMD APM: C = 0 for MMIO addresses',
  why: 'Peer-to-peer DMA would go to address PA | C, where no device answers.',
  example: 'The C-bit is set in every leaf, whatever prot says: the defect of kernels before the fix.',
  scope: 'leaf',
  when: Fact.mmioBesideCBit,
  check(leaf, step) {
    const { smeBit } = step.config;
    if (smeBit === null || (step.op.prot & Prot.MMIO) === 0) return NOT_EXERCISED;
    if (!isJudgeable(leaf, step) || isInSizeCode(leaf, step)) return NOT_EXERCISED;
    if (rawBit(leaf.lo, leaf.hi, smeBit) === 0) return HELD;
    // The address itself may hold the bit: that is AMB-PA-HAS-C, PT-029.
    if (!isInRequest(leaf, step)) return NOT_EXERCISED;
    const oa = requestedOa(step, leaf.page);
    return oa === NOWHERE || carriesSme(step, oa) ? NOT_EXERCISED : BROKEN;
  },
  explain: (leaf, step) =>
    `expected C-bit ${step.config.smeBit} clear for MMIO, observed it set in the ${leafText(leaf)}`,
};

export const PT_034: PointerRule = {
  ...ON_ALL,
  id: 'PT-034',
  title: 'Pointers under MMIO',
  statement: 'Tables that an MMIO map allocates are pointed to with the C-bit, as all others.',
  source: 'page-tables.md 4.2; install_table does not look at prot',
  why: 'The table is ordinary encrypted memory, whatever its leaves map.',
  example: 'The attribute bits of the leaf are used for the pointer.',
  scope: 'pointer',
  check(table, step) {
    const { smeBit } = step.config;
    if (smeBit === null || (step.op.prot & Prot.MMIO) === 0 || !completed(step)) return NOT_EXERCISED;
    return must(rawBit(table.lo, table.hi, smeBit) === 1);
  },
  explain: (table, step) => `C-bit ${step.config.smeBit} is clear in the ${pointerText(table)} that an MMIO map made`,
};

export const PT_035: StepRule = {
  ...ON_ALL,
  id: 'PT-035',
  title: 'Never in a result',
  statement: 'iova_to_phys never returns an address with the C-bit.',
  source: 'page-tables.md 1.5, 3.9; amdv1.h and x86_64.h entry_oa',
  why: 'The caller would take PA | C for a physical address and touch memory that does not exist.',
  example: 'The entry is not masked, or masked with a fixed bit 47.',
  needs: ['results', 'entries'],
  scope: 'step',
  on: [OpKind.iovaToPhys],
  when: Fact.mapped,
  check(step) {
    const { smeBit } = step.config;
    if (smeBit === null || !completed(step)) return NOT_EXERCISED;
    const leaf = step.state.leafAt(step.op.iova);
    // Below the size of the leaf the bit comes from the IOVA, not from the entry.
    if (leaf === null || leaf.lg > smeBit) return NOT_EXERCISED;
    return must(!carriesSme(step, step.outcome.value));
  },
  explain: (step) =>
    `iova_to_phys returned ${hexAddress(step.outcome.value, step.outcome.valueOffset)}, with C-bit ${step.config.smeBit}`,
};

export const PT_036: LeafRule = {
  ...ON_ALL,
  id: 'PT-036',
  title: 'A mask of zero is the identity',
  statement:
    'Without memory encryption no bit above 2^32 is set in the address of a leaf that the request does not have.',
  source: 'page-tables.md 4.1',
  why: 'On a machine without memory encryption the bit is an address bit: the device reaches other memory.',
  example: 'Bit 47 is set whatever the mask is.',
  scope: 'leaf',
  when: Fact.noCBit,
  check(leaf, step) {
    if (step.config.smeBit !== null || !isJudgeable(leaf, step) || !isInRequest(leaf, step)) return NOT_EXERCISED;
    const oa = requestedOa(step, leaf.page);
    if (oa === NOWHERE) return NOT_EXERCISED;
    return must((hiOf(leaf.oa) & ~hiOf(oa)) === 0);
  },
  explain: (leaf, step) =>
    `expected address ${hexAddress(requestedOa(step, leaf.page))}, observed ${hexAddress(leaf.oa)} in the ${leafText(leaf)}`,
};

const NEUTRAL = Prot.CACHE | Prot.NOEXEC | Prot.PRIV;
const ATTRIBUTES_HI = 0xfff0_0000;
const FC_HI = 1 << 28;
/** v2 attributes of a leaf without RW and D. */
const V2_FIXED = 0x25;
const V2_WRITABLE = 0x42;
const PS = 0x80;

/** True if the bits outside the address are those that READ and WRITE alone give (page-tables.md 1.7, 2.5). */
function hasOnlyReadWrite({ lo, hi, level }: Leaf, step: Step): boolean {
  const { prot } = step.op;
  if (step.config.format === 'amdv1') {
    const wanted = FC_HI | ((prot & (Prot.READ | Prot.WRITE)) << 29);
    return ((hi ^ wanted) & ATTRIBUTES_HI) === 0 && (lo & ~(nlOf(lo) << 9) & 0xfff) === 1;
  }
  // io-pgtable sets D in read-only leaves too (page-tables.md 5.2).
  const ignored = step.config.contract === 'io-pgtable' ? 0x40 : 0;
  const wanted = V2_FIXED | ((prot & Prot.WRITE) !== 0 ? V2_WRITABLE : 0) | (level > 0 ? PS : 0);
  return (hi & ATTRIBUTES_HI) === 0 && ((lo ^ wanted) & 0xfff & ~ignored) === 0;
}

export const PT_038: LeafRule = {
  ...ON_ALL,
  id: 'PT-038',
  title: 'CACHE, NOEXEC and PRIV change nothing',
  statement: 'A leaf mapped with CACHE, NOEXEC or PRIV has the attribute bits that READ and WRITE alone give.',
  source: 'page-tables.md 1.7, 2.5; iommu_set_prot',
  why: 'The format has no such attributes: whatever is set for them means something else.',
  example: 'NOEXEC sets XD.',
  scope: 'leaf',
  byLook: true,
  when: Fact.neutralProt,
  check(leaf, step) {
    if ((step.op.prot & NEUTRAL) === 0 || !isJudgeable(leaf, step)) return NOT_EXERCISED;
    return must(hasOnlyReadWrite(leaf, step));
  },
  explain: (leaf) => `attribute bits beyond READ and WRITE in the ${leafText(leaf)}`,
};

/** True if a map that succeeds here is refused under AMB-PA-HAS-C=strict. */
const mustRefuse = (step: Step): boolean => step.config.assumptions['AMB-PA-HAS-C'] === 'strict';

/** True for an iommu_map of length 0 that is a success with nothing done: the classic core has nothing to hand down. */
const reachesNoMap = (step: Step): boolean =>
  isNoop(step) ||
  (step.config.contract === 'io-pgtable' && step.op.kind === OpKind.iommuMap && step.range === RangeKind.none);

/** Judges what a map did with addresses that hold the C-bit under AMB-PA-HAS-C=as-released. */
function judgeReleased(step: Step): 0 | 1 | 2 {
  const { added } = step.outcome;
  const smeBit = step.config.smeBit!;
  let judged = false;
  for (let i = 0; i < added.length; i++) {
    const leaf = added[i]!;
    if (!isJudgeable(leaf, step) || !isInRequest(leaf, step)) continue;
    const oa = requestedOa(step, leaf.page);
    if (oa === NOWHERE || !carriesSme(step, oa)) continue;
    if (rawBit(leaf.lo, leaf.hi, smeBit) === 0 || leaf.oa !== withoutSme(step, oa)) return BROKEN;
    judged = true;
  }
  return judged ? HELD : NOT_EXERCISED;
}

export const PT_029: StepRule = {
  ...ON_ALL,
  confidence: 'R',
  id: 'PT-029',
  title: 'An address that already carries the mask',
  statement:
    'A physical address with the C-bit is stored as it is and read back without it (AMB-PA-HAS-C=as-released), or refused with nothing changed (strict).',
  source: 'page-tables.md 8.3; peers.md G.4, seed 003',
  why: 'An SME-encoded address used as output address makes an MMIO mapping encrypted behind the back of its caller.',
  example:
    'The C-bit of the address is removed, so that the leaf of an MMIO map reaches other memory than was asked for.',
  scope: 'step',
  on: [OpKind.map, OpKind.mapPages, OpKind.iommuMap],
  when: Fact.odd,
  check(step) {
    if (step.config.smeBit === null || !carriesSme(step, step.op.oa) || !completed(step)) return NOT_EXERCISED;
    if (!mustRefuse(step)) return judgeReleased(step);
    if (reachesNoMap(step)) return NOT_EXERCISED;
    return must(step.outcome.ret < 0 && step.outcome.added.length === 0 && step.outcome.removed.length === 0);
  },
  explain: (step) =>
    mustRefuse(step)
      ? `${hexAddress(step.op.oa)} carries C-bit ${step.config.smeBit}, and was mapped (result ${step.outcome.ret})`
      : `a leaf for ${hexAddress(step.op.oa)} does not hold that address with C-bit ${step.config.smeBit}`,
};
