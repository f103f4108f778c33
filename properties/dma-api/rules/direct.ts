/** Rules on the direct path: dma-mmio.md 4.2. */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import { limitOf } from '../limit';
import type { DmaApiStep, DmaApiStepRule } from '../rule';
import { asksShared, inGuest, isForced } from './_platform';
import { directRequestOf, explainOutcome, MAPS, madeBy, requestText, type Request } from './_requests';
import { STEP } from './_rule';

const SOURCE = 'dma-mmio.md 4.2; Linux kernel/dma/direct.h, dma-direct.h';

const explainRequest = (step: DmaApiStep): string => requestText(directRequestOf(step)!);

export const DMA_007: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-007',
  title: 'forced bounce and MMIO fail',
  statement: 'MMIO is refused on the direct path of a device that bounces by force; in 7.2, unless CC_SHARED is given.',
  source: 'dma-mmio.md 4.2, 7.2 M3, H4; seed 002; Linux kernel/dma/direct.h',
  why: 'The bounce pool cannot stand for a register: what the device writes to it never arrives.',
  example: 'MMIO is bounced, or passed through.',
  on: MAPS,
  check(step) {
    const request = directRequestOf(step);
    const { config } = step;
    if (request === null || !request.isMmio || !isForced(config, request.by)) return NOT_EXERCISED;
    const is72 = config.assumptions.DMA_RELEASE === '7.2';
    return is72 && asksShared(config, request.attrs) ? NOT_EXERCISED : must(request.entry === null);
  },
  explain: explainRequest,
};

/** Every address that a device is given, with its length. */
function given(step: DmaApiStep): readonly (readonly [device: number, address: bigint, bytes: bigint])[] {
  const { op, outcome } = step;
  if (op.op === 'tryAlloc') return outcome.address === null ? [] : [[op.device, outcome.address, op.bytes]];
  return madeBy(step)
    .filter(({ entry }) => entry.path !== 'bus')
    .map(({ device, entry }) => [device, entry.address, entry.bytes]);
}

const isBeyond = ({ config }: DmaApiStep, [device, at, bytes]: readonly [number, bigint, bigint]): boolean => {
  const limit = limitOf(config.devices[device]!);
  return limit !== null && at + bytes - 1n > limit;
};

export const DMA_012: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-012',
  title: 'the last byte counts',
  statement: 'The last byte of every mapping lies at or below the lower of mask and bus limit.',
  source: 'dma-mmio.md 4.2, 4.3; Linux dma-direct.h, dma_capable',
  why: 'A device that cannot name the last byte writes it somewhere else.',
  example: 'Only the first byte is checked.',
  on: [...MAPS, 'tryAlloc'],
  check(step) {
    const all = given(step).filter(([device]) => limitOf(step.config.devices[device]!) !== null);
    return all.length === 0 ? NOT_EXERCISED : must(!all.some((one) => isBeyond(step, one)));
  },
  explain(step) {
    const [device, at, bytes] = given(step).find((one) => isBeyond(step, one))!;
    const limit = limitOf(step.config.devices[device]!)!;
    return `device ${device} names up to ${address(limit)}, and is given ${address(at)}+${address(bytes)}`;
  },
};

/** An MMIO mapping that rests on mask and bus limit alone: no guest, no range map, no force, nothing to be refused. */
function isPlain({ config }: DmaApiStep, { by, attrs, isMmio }: Request): boolean {
  const odd = attrs & ~(DmaAttr.MMIO | DmaAttr.PRIVILEGED | DmaAttr.SKIP_CPU_SYNC);
  return isMmio && odd === 0 && !inGuest(config) && by.rangeMap === null && !by.forceBounce;
}

export const DMA_013: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-013',
  title: 'a bus limit of 0 is none',
  statement: 'Of a device without bus limit, MMIO is mapped exactly where its mask reaches the last byte.',
  source: SOURCE,
  why: 'Most devices have no bus limit.',
  example: 'A limit of 0 refuses everything.',
  on: MAPS,
  check(step) {
    const request = directRequestOf(step);
    if (request === null || request.by.busLimit !== 0n || !isPlain(step, request)) return NOT_EXERCISED;
    const isNamed = request.phys + request.bytes - 1n <= request.by.dmaMask!;
    return must((request.entry !== null) === isNamed);
  },
  explain: (step) => `mask ${address(directRequestOf(step)!.by.dmaMask!)}; ${explainRequest(step)}`,
};

export const DMA_014: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-014',
  title: 'MMIO out of reach is an error',
  statement: 'MMIO that the device cannot name is refused on the direct path, and nothing is tried instead.',
  source: SOURCE,
  why: 'There is no other way to a register.',
  example: 'The bounce pool is tried.',
  on: MAPS,
  check(step) {
    const request = directRequestOf(step);
    if (request === null || !request.isMmio || request.by.rangeMap !== null) return NOT_EXERCISED;
    // An alias has more bits: it is out of reach where the CPU address is.
    if (request.phys + request.bytes - 1n <= limitOf(request.by)!) return NOT_EXERCISED;
    return must(request.entry === null && step.outcome.events.length === 0);
  },
  explain: explainOutcome,
};

const isCovered = ({ by, phys }: Request): boolean =>
  by.rangeMap === null || by.rangeMap.some(({ cpu, bytes }) => phys >= cpu && phys < cpu + bytes);

export const DMA_015: DmaApiStepRule = {
  ...STEP,
  level: 'contract',
  id: 'DMA-015',
  title: 'what no range covers is not reached',
  statement:
    'An address that the dma_range_map of the device does not cover is not mapped direct; 7.2 does not ask that of MMIO.',
  source: 'dma-mmio.md 4.2, BG80; Linux dma-direct.h, kernel/dma/direct.h',
  why: 'Behind such a bus the CPU address names other memory.',
  example: 'Without a row the address is taken as it is.',
  on: MAPS,
  check(step) {
    const request = directRequestOf(step);
    if (request === null || isCovered(request)) return NOT_EXERCISED;
    if (request.isMmio)
      return step.config.assumptions.DMA_RELEASE === '7.2' ? NOT_EXERCISED : must(request.entry === null);
    return must(request.entry?.path !== 'direct');
  },
  explain: explainRequest,
};

/** A live direct mapping of MMIO that an op unmaps. */
function unmappedMmio({ op, outcome, before }: DmaApiStep): boolean {
  if (outcome.end !== 'returned' || (op.op !== 'unmapPhys' && op.op !== 'unmapP2p')) return false;
  return before.mapping(op.mapping)!.entries.every(({ path, mmio }) => path === 'direct' && mmio);
}

export const DMA_017: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-017',
  title: 'nothing to unmap',
  statement: 'Unmapping MMIO that was mapped direct touches neither caches nor bounce pools nor IOVA space.',
  source: SOURCE,
  why: 'A look-up of a register’s address in the bounce pool frees somebody else’s slots at worst.',
  example: 'The bounce pool is asked for the address.',
  on: ['unmapPhys', 'unmapP2p'],
  check: (step) => (unmappedMmio(step) ? must(step.outcome.events.length === 0) : NOT_EXERCISED),
  explain: explainOutcome,
};
