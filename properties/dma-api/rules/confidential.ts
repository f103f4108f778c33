/** Rules on what a guest's devices may reach: dma-mmio.md 3.4, 7.2, 7.3. */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { DeviceIndex } from '../../../model/vocabulary/dma-api/config';
import type { EntryPath } from '../../../model/vocabulary/dma-api/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { DmaApiStep, DmaApiStepRule } from '../rule';
import { attrsText } from '../words';
import { barAt, inGuest, isPrivate, mayReach } from './_platform';
import { MAPS, madeBy, pathOf, requestOf } from './_requests';
import { STEP } from './_rule';

/** MMIO of a BAR that an op of a guest has mapped, by a path that is assumed to look. */
interface Reached {
  readonly device: DeviceIndex;
  readonly phys: bigint;
  readonly path: EntryPath;
}

function reachedBy(step: DmaApiStep): readonly Reached[] {
  const { op, outcome, config, before } = step;
  if (!inGuest(config)) return [];
  if (op.op === 'link') {
    const isMmio = outcome.value === 0 && (op.attrs & DmaAttr.MMIO) !== 0;
    if (!isMmio) return [];
    return [{ device: before.state(op.state)!.device, phys: op.phys, path: 'translated' }];
  }
  return madeBy(step)
    .filter(({ entry }) => entry.mmio)
    .map(({ device, entry: { phys, path } }) => ({ device, phys, path }));
}

/** The path that was taken looks at the BAR, as is assumed. */
function isChecked(step: DmaApiStep, { path }: Reached): boolean {
  const { DMA_BUS_ADDR_CC, DMA_MMIO_STATE, DMA_IOMMU_CC } = step.config.assumptions;
  if (path === 'bus') return DMA_BUS_ADDR_CC === 'checked';
  const request = requestOf(step);
  const isDirect = request === null ? path === 'direct' : pathOf(request) === 'direct';
  return (isDirect ? DMA_MMIO_STATE : DMA_IOMMU_CC) === 'checked';
}

/** What was reached of BARs that `concerns` lets through. */
const reachedBars = (
  step: DmaApiStep,
  concerns: (reached: Reached) => boolean,
): readonly (Reached & { readonly owner: DeviceIndex; readonly bar: number })[] =>
  reachedBy(step).flatMap((reached) => {
    const target = barAt(step.config, reached.phys);
    return target !== null && concerns(reached) && isChecked(step, reached) ? [{ ...reached, ...target }] : [];
  });

const wrong = (step: DmaApiStep, concerns: (reached: Reached) => boolean) =>
  reachedBars(step, concerns).find((target) => !mayReach(step.config, step.before, target.device, target));

const isOwn = (path: EntryPath) => (reached: Reached) => reached.path === path;
const notBus = ({ path }: Reached): boolean => path !== 'bus';

const explainWrong = (step: DmaApiStep, concerns: (reached: Reached) => boolean): string => {
  const { device, phys, owner } = wrong(step, concerns)!;
  const t = (index: DeviceIndex): string => (step.before.locked(index) ? 'locked' : 'not locked');
  return `device ${device} (${t(device)}) reaches ${address(phys)}, a BAR of device ${owner} (${t(owner)})`;
};

export const DMA_031: DmaApiStepRule = {
  ...STEP,
  confidence: 'S',
  id: 'DMA-031',
  title: 'private MMIO is for T=1',
  statement: 'In a guest, no device that issues T=0 is given MMIO of a private BAR, whatever its attributes.',
  source: 'dma-mmio.md 3.4, 7.2 M4, M5; seed 002',
  why: 'A device that the guest has not attested would talk to one that it trusts.',
  example: 'CC_SHARED gives it the shared alias of the private BAR.',
  on: MAPS,
  check(step) {
    const { config, before } = step;
    const bars = reachedBars(step, notBus);
    const isAsked = bars.length > 0 || isRefusedPrivate(step);
    return isAsked
      ? must(bars.every((target) => !isPrivate(config, before, target) || before.locked(target.device)))
      : NOT_EXERCISED;
  },
  explain: (step) => explainWrong(step, notBus),
};

/** MMIO of a private BAR was asked for, and refused. */
function isRefusedPrivate(step: DmaApiStep): boolean {
  const request = requestOf(step);
  if (request === null || !inGuest(step.config) || !request.isMmio || request.entry !== null) return false;
  const target = barAt(step.config, request.phys);
  return target !== null && isPrivate(step.config, step.before, target);
}

export const DMA_033: DmaApiStepRule = {
  ...STEP,
  confidence: 'S',
  id: 'DMA-033',
  title: 'attributes follow the provider',
  statement:
    'A P2P mapping through the host bridge names MMIO shared exactly where it is of a guest and its BAR is not private.',
  source: 'dma-mmio.md 3.4; CCSHARED-26',
  why: 'Only the provider knows the state of its BAR; an importer that guesses gets the wrong alias.',
  example: 'MMIO alone, always.',
  on: ['mapP2p'],
  check({ op, outcome, config, before }) {
    if (op.op !== 'mapP2p' || outcome.attrs === null || config.assumptions.DMA_P2P_ATTRS !== 'provider')
      return NOT_EXERCISED;
    const isPrivateBar = isPrivate(config, before, { owner: op.provider.device, bar: op.provider.bar });
    if (config.assumptions.DMA_MMIO_ATTR === 'mmio-encrypted')
      return must(((outcome.attrs & DmaAttr.MMIO_ENCRYPTED) !== 0) === (inGuest(config) && isPrivateBar));
    return must(((outcome.attrs & DmaAttr.CC_SHARED) !== 0) === (inGuest(config) && !isPrivateBar));
  },
  explain: ({ outcome }) => `mapped with ${attrsText(outcome.attrs!)}`,
};

export const DMA_035: DmaApiStepRule = {
  ...STEP,
  confidence: 'S',
  id: 'DMA-035',
  title: 'a bus address of a guest is decided',
  statement: 'In a guest, a bus address is given to those alone that may reach the BAR.',
  source: 'dma-mmio.md 3.4, 7.2 B1; seed 002',
  why: 'Below the switch nothing translates, and nothing checks: whoever has the address has the BAR.',
  example: 'paddr plus offset is returned, and nothing asked, as in Linux 7.3.',
  on: ['mapP2p', 'mapSg'],
  check: (step) =>
    reachedBars(step, isOwn('bus')).length === 0 ? NOT_EXERCISED : must(wrong(step, isOwn('bus')) === undefined),
  explain: (step) => explainWrong(step, isOwn('bus')),
};

export const DMA_052: DmaApiStepRule = {
  ...STEP,
  confidence: 'S',
  id: 'DMA-052',
  title: 'an IOMMU is no way around',
  statement: 'In a guest, MMIO of a private BAR is mapped or linked through an IOMMU for devices alone that issue T=1.',
  source: 'dma-mmio.md 4.3, 4.4, 7.2 I2, D4-1; seed 002',
  why: 'The IOPTE is made by the guest, but T=0 requests go by tables of the hypervisor.',
  example: 'Only the direct path looks, as in Linux 7.3.',
  on: [...MAPS, 'link'],
  check: (step) =>
    reachedBars(step, isOwn('translated')).length === 0
      ? NOT_EXERCISED
      : must(wrong(step, isOwn('translated')) === undefined),
  explain: (step) => explainWrong(step, isOwn('translated')),
};
