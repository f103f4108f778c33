/** Rules on address aliases, direct path: dma-mmio.md 7.1, 7.2. */
import type { PlatformKind } from '../../../model/vocabulary/dma-api/platform';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { DmaApiStep, DmaApiStepRule } from '../rule';
import { asksShared, inGuest, isForced, reachesSharedOnly } from './_platform';
import { directRequestOf, MAPS, requestText, type Request } from './_requests';
import { STEP, type Said } from './_rule';

/** A rule on requests of the direct path for which `check` has something to say. */
const onDirect = (said: Said, check: (request: Request, step: DmaApiStep) => boolean | null): DmaApiStepRule => ({
  ...STEP,
  on: MAPS,
  ...said,
  check(step) {
    const request = directRequestOf(step);
    const held = request === null ? null : check(request, step);
    return held === null ? NOT_EXERCISED : must(held);
  },
  explain: (step) => `on ${step.config.platform.kind}, ${requestText(directRequestOf(step)!)}`,
});

const isOn = ({ config }: DmaApiStep, kind: PlatformKind): boolean => config.platform.kind === kind;
const is72 = ({ config }: DmaApiStep): boolean => config.assumptions.DMA_RELEASE === '7.2';
const cBit = ({ config }: DmaApiStep): bigint => 1n << BigInt(config.platform.cBit);

/** What was mapped without bounce, at its own address but for the alias; null: nothing of the kind. */
const plainEntry = ({ by, entry }: Request): Request['entry'] =>
  entry !== null && entry.path === 'direct' && by.rangeMap === null ? entry : null;

export const DMA_023 = onDirect(
  {
    id: 'DMA-023',
    title: 'MMIO of an SME host has no C-bit',
    statement: 'On an SME host, the direct address of MMIO has the C-bit clear.',
    source: 'dma-mmio.md 4.2, 7.2 H3; Linux kernel/dma/direct.h',
    why: 'No device answers at the address with the bit.',
    example: 'MMIO has the alias of RAM.',
  },
  (request, step) => {
    const entry = isOn(step, 'sme-host') && request.isMmio ? plainEntry(request) : null;
    return entry === null ? null : (entry.address & cBit(step)) === 0n;
  },
);

export const DMA_024 = onDirect(
  {
    id: 'DMA-024',
    title: 'RAM of an SME host has the C-bit',
    statement: 'On an SME host, the direct address of RAM that is not bounced, nor named shared, has the C-bit set.',
    source: 'dma-mmio.md 4.2, 7.2 H1; Linux kernel/dma/direct.h',
    why: 'Without it the device reads ciphertext.',
    example: 'The bit is lost in the translation.',
  },
  (request, step) => {
    if (!isOn(step, 'sme-host') || request.isMmio || asksShared(step.config, request.attrs)) return null;
    const entry = plainEntry(request);
    return entry === null ? null : (entry.address & cBit(step)) !== 0n;
  },
);

export const DMA_025 = onDirect(
  {
    id: 'DMA-025',
    title: 'MMIO of a guest must be named shared',
    statement: 'In a guest, a device that reaches shared memory only gets no MMIO that is not named shared.',
    source: 'dma-mmio.md 7.2 M1, M4; Linux dma-direct.h; CCSHARED-26',
    why: 'The private alias of a register is refused by the hardware, or is another guest’s page.',
    example: 'The private alias is returned.',
  },
  (request, step) => {
    const { config, before } = step;
    if (!inGuest(config) || !request.isMmio || asksShared(config, request.attrs)) return null;
    // 7.2 refuses it by forced bounce, whatever the device.
    const isRefused = is72(step) ? isForced(config, request.by) : reachesSharedOnly(config, before, request.device);
    return isRefused ? request.entry === null : null;
  },
);

export const DMA_026 = onDirect(
  {
    level: 'contract',
    id: 'DMA-026',
    title: 'the shared alias of a realm',
    statement:
      'In a realm, the direct address of what is named shared has the highest bit of the IPA set; 7.2 does not set it of MMIO.',
    source: 'dma-mmio.md 7.1, 7.2 M2, BG74; Linux arm64 mem_encrypt.h',
    why: 'Without it the device reaches the private half of the space, where nothing is.',
    example: 'The address is returned as it is, as Linux 7.2 does of MMIO.',
  },
  (request, step) => {
    const { config } = step;
    const entry = isOn(step, 'realm') && asksShared(config, request.attrs) ? plainEntry(request) : null;
    if (entry === null || (is72(step) && request.isMmio)) return null;
    return entry.address === (request.phys | (1n << BigInt(config.platform.ipaBits - 1)));
  },
);

export const DMA_027 = onDirect(
  {
    id: 'DMA-027',
    title: 'no shared bit in a DMA address of TDX',
    statement: 'In a TDX guest, a direct address is the CPU address, of the memory or of its slot.',
    source: 'dma-mmio.md 7.1; Linux mem_encrypt.h',
    why: 'The shared bit is one of CPU page tables: in a DMA address it is a bit of the address.',
    example: 'The shared bit of the GPA is set.',
  },
  (request, step) => {
    const { entry, by } = request;
    if (!isOn(step, 'tdx') || entry === null || by.rangeMap !== null) return null;
    const bounce = step.outcome.events.find(({ event }) => event === 'bounce');
    const target = bounce?.event === 'bounce' ? bounce.phys : request.phys;
    return entry.address === target;
  },
);

export const DMA_030 = onDirect(
  {
    id: 'DMA-030',
    title: 'a slot of an SME host has no C-bit',
    statement: 'On an SME host, the direct address of a bounce slot has the C-bit clear.',
    source: 'dma-mmio.md 7.1, 7.2 H2; Linux kernel/dma/swiotlb.c',
    why: 'The pool is not encrypted: by the other alias the device decrypts plain text.',
    example: 'The slot has the alias of the memory that it stands for.',
  },
  ({ entry, by }, step) =>
    isOn(step, 'sme-host') && entry?.path === 'bounced' && by.rangeMap === null
      ? (entry.address & cBit(step)) === 0n
      : null,
);

export const DMA_032 = onDirect(
  {
    id: 'DMA-032',
    title: 'T=0 has no private alias',
    statement:
      'In a guest, a device that issues T=0 is given what is named shared, through the shared alias, or a bounce slot.',
    source: 'dma-mmio.md 7.2 R1, M4, 7.3; seeds 001, 002; Linux kernel/dma/direct.h',
    why: 'A T=0 request to a private address faults, or reads ciphertext.',
    example: 'RAM that was not named shared is mapped as it is (R11, M4).',
  },
  (request, step) => {
    const { config, before } = step;
    const { entry } = request;
    if (!inGuest(config) || before.locked(request.device) || entry === null) return null;
    // Without the forced bounce that 7.2 counts on, it has nothing to hold this with: asked for by hand alone.
    if (is72(step) && !isForced(config, request.by)) return null;
    if (entry.path === 'bounced') return true;
    const hasPrivateBit = isOn(step, 'sev-guest') && (plainEntry(request)?.address ?? 0n) & cBit(step);
    return asksShared(config, request.attrs) && !hasPrivateBit;
  },
);

export const DMA_057 = onDirect(
  {
    level: 'contract',
    id: 'DMA-057',
    title: 'who reaches shared memory only',
    statement:
      'In a guest, RAM that is not named shared is mapped without bounce for no device, or for none that is not locked, as is assumed.',
    source: 'dma-mmio.md 7.1, 11.5; Linux arch mem_encrypt',
    why: '7.3 knows no T=1: that all devices are alike is a limit, not an accident.',
    example: 'A device that is trusted by its driver is taken for one that is locked.',
  },
  (request, step) => {
    const { config, before } = step;
    if (!inGuest(config) || request.isMmio || asksShared(config, request.attrs)) return null;
    if (is72(step) || !reachesSharedOnly(config, before, request.device)) return null;
    return request.entry?.path !== 'direct';
  },
);

const unbounced = ({ op, outcome, before }: DmaApiStep): bigint | null => {
  if (outcome.end !== 'returned' || (op.op !== 'unmapPhys' && op.op !== 'unmapP2p')) return null;
  const { path, address: at } = before.mapping(op.mapping)!.entries[0]!;
  const isUnmapped = !outcome.reports.includes('attrsDiffer') && (op.op === 'unmapP2p' || op.form !== 'page');
  return path === 'bounced' && isUnmapped ? at : null;
};

export const DMA_028: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-028',
  title: 'an alias leads back',
  statement: 'The unmap of a direct address finds the slots behind its alias, and gives them back.',
  source: 'dma-mmio.md 7.1; Linux dma-direct.h, dma_to_phys',
  why: 'A slot that is not found is lost, and what the device wrote to it too.',
  example: 'The address is looked up with its alias bit.',
  on: ['unmapPhys', 'unmapP2p'],
  check: (step) =>
    unbounced(step) === null
      ? NOT_EXERCISED
      : must(step.outcome.events.some(({ event }) => event === 'unbounce') && !isStillInUse(step)),
  explain: (step) => `the slot at ${address(unbounced(step)!)} is not given back`,
};

/** As many slots as before. */
function isStillInUse({ before, after }: DmaApiStep): boolean {
  const used = (view: typeof before): number => {
    let count = 0;
    for (let pool = 0; pool < view.pools; pool++) count += view.usedSlots(pool).length;
    return count;
  };
  return used(after) >= used(before);
}
