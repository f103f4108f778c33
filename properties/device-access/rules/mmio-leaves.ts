/** Leaves that lead to MMIO: rmp.md 7.5, RMP-098 … RMP-100, RMP-104. */
import type { IoTable } from '../../../model/vocabulary/device-access/config';
import type { DeviceOp } from '../../../model/vocabulary/device-access/op';
import { hexAddress, pagesOf } from '../../../model/vocabulary/units';
import type { PlainUntestedRule } from '../../plain/rule';
import { HELD, NOT_EXERCISED, must } from '../../page-table/rule';
import { regionOf } from '../check';
import type { DeviceStep, DeviceStepRule } from '../rule';
import { walkV1, type Leaf } from '../walk';
import { isMixed, isMmio } from './_mmio';

type IoMapOp = Extract<DeviceOp, { op: 'ioMap' }>;
const ON_MAP = { level: 'required', scope: 'step', on: ['ioMap'] } as const;

/** The host-side leaf for `iova` after the step; null where there is none, or the table is a guest's. */
function leafAfter({ config, after }: DeviceStep, table: IoTable | undefined, iova: number): Leaf | null {
  if (table?.format !== 'amdv1') return null;
  const leaf = walkV1((spa, i) => after.word(spa, i), table.spa, table.levels, iova, config.rmp.cBit);
  return leaf === null || leaf.odd ? null : leaf;
}

/** First output page of a leaf that `iova` was found in. */
const startOf = (leaf: Leaf): number => Math.floor(leaf.page / pagesOf(leaf.lg)) * pagesOf(leaf.lg);

const leafText = (leaf: Leaf | null): string =>
  leaf === null ? 'no leaf' : `a leaf of 2^${leaf.lg} to ${hexAddress(startOf(leaf))}, raw 0x${leaf.raw.toString(16)}`;

const mapText = (step: DeviceStep): string => {
  const op = step.op as IoMapOp;
  const leaf = leafAfter(step, step.config.tables[op.table], op.iova);
  return `mapping ${hexAddress(op.iova)} to ${hexAddress(op.oa)}, 2^${op.lg}, left ${leafText(leaf)}`;
};

export const RMP_098: DeviceStepRule = {
  ...ON_MAP,
  id: 'RMP-098',
  title: 'No C-bit for MMIO',
  statement:
    'A host-side leaf that was mapped to MMIO without the C-bit has it clear, unless it is part of the size code.',
  source: 'rmp.md 4.6; seed 000; AMD APM: C = 0 for MMIO addresses',
  confidence: 'S',
  why: 'Peer-to-peer DMA would go to address PA | C, where no device answers.',
  example: 'The C-bit is or-ed into every leaf.',
  check(step) {
    const op = step.op as IoMapOp;
    const { cBit } = step.config.rmp;
    if (!step.outcome.done || op.cBit || cBit === null || cBit < op.lg || !isMmio(step.config, op.oa))
      return NOT_EXERCISED;
    const leaf = leafAfter(step, step.config.tables[op.table], op.iova);
    return leaf === null ? NOT_EXERCISED : must(((leaf.raw >> BigInt(cBit)) & 1n) === 0n);
  },
  explain: mapText,
};

export const RMP_099: PlainUntestedRule = {
  id: 'RMP-099',
  title: 'One key for one page',
  statement:
    'A RAM leaf has the C-bit that the host’s SME policy says, alike in all of the host’s mappings of the page.',
  source: 'rmp.md 7.5; AMD APM 2 15.34.7',
  confidence: 'S',
  level: 'required',
  why: 'Two keys for one page read garbage, without any fault.',
  example: 'The C-bit is still set after SME was switched off.',
  scope: 'untested',
  reason:
    'a trace says of each leaf whether it has the C-bit, and the host’s other mappings are not part of the machine',
};

export const RMP_100: DeviceStepRule = {
  ...ON_MAP,
  id: 'RMP-100',
  title: 'RAM or MMIO',
  statement: 'Mapping a range that is all MMIO or all RAM leaves no leaf at it, or beside it, that mixes the two.',
  source: 'rmp.md 4.6; seed 000 (v5: adjacent RAM and MMIO)',
  confidence: 'S',
  why: 'One of the two halves gets the wrong C-bit.',
  example: 'A BAR that follows RAM in both address spaces is merged into the leaf before it.',
  check(step) {
    const op = step.op as IoMapOp;
    const pages = pagesOf(op.lg);
    const { config } = step;
    // Only where there is MMIO at the range, or right beside it, can anything be mixed.
    if (!step.outcome.done || isMixed(config, op.oa, pages)) return NOT_EXERCISED;
    if (!isMmio(config, op.oa) && !isMmio(config, op.oa - 1) && !isMmio(config, op.oa + pages)) return NOT_EXERCISED;
    const leaf = leafAfter(step, config.tables[op.table], op.iova);
    return leaf === null ? NOT_EXERCISED : must(!isMixed(config, startOf(leaf), pagesOf(leaf.lg)));
  },
  explain: mapText,
};

/** Pages whose entries are compared: the ends of a range, its regions' base entries, and what ops have touched of it. */
function samples({ before }: DeviceStep, first: number, pages: number): ReadonlySet<number> {
  const last = first + pages - 1;
  const sampled = new Set<number>([first, first + Math.floor(pages / 2), last, regionOf(first), regionOf(last)]);
  for (const base of before.rmp.touchedRegions()) if (base >= first && base <= last) sampled.add(base);
  return sampled;
}

/** A page whose RMP entry the step changed, or −1. */
function changedEntry(step: DeviceStep): number {
  const { op, before, after } = step;
  if (op.op !== 'ioMap') return -1;
  for (const page of samples(step, op.oa, pagesOf(op.lg))) {
    const [low, high] = before.rmp.raw(page) ?? [0n, 0n];
    const [lowAfter, highAfter] = after.rmp.raw(page) ?? [0n, 0n];
    if (low !== lowAfter || high !== highAfter || before.rmp.state(page) !== after.rmp.state(page)) return page;
  }
  return -1;
}

export const RMP_104: DeviceStepRule = {
  ...ON_MAP,
  id: 'RMP-104',
  title: 'Mapping leaves the RMP alone',
  statement: 'Mapping into an IO page table changes no RMP entry.',
  source: 'rmp.md 7.5',
  confidence: 'I',
  why: 'Who owns a page is decided by conversions; a mapper that decides it undoes what a guest has accepted.',
  example: 'Mapping a BAR for peer-to-peer makes it HV-Fixed.',
  check(step) {
    if (!step.outcome.done) return NOT_EXERCISED;
    return changedEntry(step) < 0 ? HELD : must(false);
  },
  explain: (step) => `the entry of ${hexAddress(changedEntry(step))} changed`,
};
