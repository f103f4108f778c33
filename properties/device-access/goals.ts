import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp, DeviceAccessOpName } from '../../model/vocabulary/device-access/op';
import { EventCode, type DeviceOutcome } from '../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import type { GoalStep, PlainGoal } from '../plain/goal';

type AnyStep = GoalStep<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView>;
type Step<Name extends DeviceAccessOpName> = Omit<AnyStep, 'op'> & {
  readonly op: Extract<DeviceAccessOp, { op: Name }>;
};
type Goal = PlainGoal<DeviceAccessConfig, DeviceAccessOp, DeviceOutcome, DeviceAccessView>;

/** A goal about ops of the kinds in `on`. */
const goal = <Name extends DeviceAccessOpName>(
  name: string,
  statement: string,
  on: readonly Name[],
  reached: (step: Step<Name>) => boolean,
): Goal => ({
  name,
  statement,
  on,
  // Asked of ops of these kinds alone.
  reached: (step) => reached(step as Step<Name>),
});

/** log2 of the bytes of a 2M leaf, and of one of 4K. */
const LG_2M = 21;
const LG_4K = 12;

const baseOf = (page: number): number => page - (page % REGION_PAGES);
const isRmpFault = ({ dma }: DeviceOutcome): boolean => dma?.event?.code === EventCode.rmpPageFault;

/** Goals about one request: what it meets on its way (rmp.md 4.3, 4.4). */
const REQUEST_GOALS: readonly Goal[] = [
  goal(
    '2m-leaf-over-smashed-region',
    'A leaf of 2M leads to a region that PSMASH split, and the request is refused.',
    ['psmash', 'ioMap', 'dma'],
    (s) => {
      const { op, outcome, notes } = s;
      const name = '2m-leaf-over-smashed-region';
      if (op.op === 'psmash') {
        if (outcome.rmp?.code === 0) notes.set(`${name} ${baseOf(Math.floor(op.spa / 4096))}`, 1);
        return false;
      }
      if (op.op === 'ioMap') {
        if (outcome.done && op.lg >= LG_2M) notes.set(`${name} at ${baseOf(op.iova)}`, baseOf(op.oa));
        return false;
      }
      const region = notes.get(`${name} at ${baseOf(op.iova)}`);
      return region !== undefined && notes.has(`${name} ${region}`) && isRmpFault(outcome);
    },
  ),
  goal(
    'split-leaf-passes',
    'PSMASH_IO splits region and leaf together, and a request passes by 4K.',
    ['psmashIo', 'dma'],
    (s) => {
      const { op, outcome, notes } = s;
      if (op.op === 'psmashIo') {
        if (outcome.done && outcome.rmp?.code === 0) notes.set(`split-leaf-passes ${baseOf(op.iova)}`, 1);
        return false;
      }
      return (
        outcome.dma?.ok === true && outcome.dma.reachLg === LG_4K && notes.has(`split-leaf-passes ${baseOf(op.iova)}`)
      );
    },
  ),
  goal(
    'hit-refused',
    'A translation that the IOTLB holds is refused: the page was given away since.',
    ['dma'],
    ({ outcome }) => outcome.dma?.hit === true && isRmpFault(outcome),
  ),
  goal(
    'hit-by-2m',
    'A request is served by an entry of 2M or more that another page brought in.',
    ['dma'],
    ({ outcome }) => outcome.dma?.hit === true && outcome.dma.ok && outcome.dma.reachLg >= LG_2M,
  ),
  goal(
    '4k-reach-by-2m-check',
    'A guest’s 4K leaf over a host’s 2M leaf is cached as 4K, and was checked at 2M.',
    ['dma'],
    ({ outcome, view, op }) => {
      const { dma } = outcome;
      if (dma?.ok !== true || dma.hit || dma.reachLg !== LG_4K || op.pasid === null) return false;
      return view
        .iotlb()
        .some(
          ({ iova, device, pasid, granuleLg }) =>
            iova === op.iova && device === op.device && pasid === op.pasid && granuleLg === LG_2M,
        );
    },
  ),
  goal(
    'two-stages-trusted',
    'A trusted request goes through both stages, and passes.',
    ['dma'],
    ({ op, outcome, view }) =>
      op.t === 1 &&
      outcome.dma?.ok === true &&
      (view.sdte(op.device)?.s1Root ?? null) !== null &&
      (view.sdte(op.device)?.mode ?? 0) > 0,
  ),
  goal('above-vtom', 'A trusted request above vTOM passes the shared check.', ['dma'], ({ op, outcome, view }) => {
    const vtom = op.t === 1 ? (view.sdte(op.device)?.vtom ?? null) : null;
    return vtom !== null && outcome.dma?.ok === true && outcome.dma.gpa >= vtom;
  }),
  goal(
    'bad-device-entry',
    'A request meets a device entry that means nothing.',
    ['dma'],
    ({ outcome }) => outcome.dma?.event?.code === EventCode.illegalDte,
  ),
];

/** Goals about what comes before and after requests: fences, invalidations, structures (rmp.md 4.2, 4.5). */
const LIFE_GOALS: readonly Goal[] = [
  goal(
    'fenced-and-back',
    'A trusted request fences its guest; after the fence is cleared one of that guest passes.',
    ['dma', 'clearFence'],
    (s) => {
      const { op, outcome, notes, view } = s;
      const key = (asid: number): string => `fenced-and-back ${asid}`;
      if (op.op === 'clearFence') {
        if (notes.get(key(op.asid)) === 1) notes.set(key(op.asid), 2);
        return false;
      }
      const asid = op.t === 1 ? view.sdte(op.device)?.asid : undefined;
      if (asid === undefined) return false;
      if (outcome.dma?.fenced === true && outcome.dma.event !== null) notes.set(key(asid), 1);
      return outcome.dma?.ok === true && notes.get(key(asid)) === 2;
    },
  ),
  goal(
    'mmio-while-fenced',
    'A guest reads MMIO while its device is fenced: all ones.',
    ['mmio'],
    ({ op, outcome }) => !op.write && outcome.allOnes,
  ),
  goal('part-invalidated', 'Invalidating one page drops an entry of 2M.', ['dma', 'invalidate'], (s) => {
    const { op, outcome, notes, view } = s;
    const name = 'part-invalidated';
    if (op.op === 'dma') {
      if (outcome.dma?.ok === true && outcome.dma.reachLg >= LG_2M) notes.set(`${name} ${baseOf(op.iova)}`, op.iova);
      return false;
    }
    if (op.pages === 0 || op.pages >= REGION_PAGES || !notes.has(`${name} ${baseOf(op.iova)}`)) return false;
    return !view.iotlb().some(({ iova, reachLg }) => reachLg >= LG_2M && baseOf(iova) === baseOf(op.iova));
  }),
  goal(
    'cached-anew',
    'A page that was mapped anew and invalidated is cached with another reach than before.',
    ['dma'],
    (s) => {
      const { op, outcome, notes } = s;
      if (outcome.dma?.ok !== true || outcome.dma.hit) return false;
      const key = `cached-anew ${op.device} ${op.t} ${op.pasid ?? -1} ${op.iova}`;
      const before = notes.get(key);
      notes.set(key, outcome.dma.reachLg);
      return before !== undefined && before !== outcome.dma.reachLg;
    },
  ),
  goal(
    'converted-under-cache',
    'A page is assigned to a guest while the IOTLB holds it for a device.',
    ['dma', 'rmpupdate'],
    (s) => {
      const { op, outcome, view } = s;
      if (op.op === 'dma' || outcome.rmp?.code !== 0 || !op.to.assigned) return false;
      const page = Math.floor(op.spa / 4096);
      return view.iotlb().some(({ spa, reachLg, t }) => t === 0 && spa <= page && page < spa + 2 ** (reachLg - 12));
    },
  ),
  goal(
    'log-refused',
    'The IOMMU may not write its log: the page is not the firmware’s.',
    ['iommuWrite'],
    ({ op, outcome }) => op.what === 'log' && outcome.event?.code === EventCode.rmpHwError,
  ),
];

/** Goals of the device-access machine. */
export const DEVICE_ACCESS_GOALS: readonly Goal[] = [...REQUEST_GOALS, ...LIFE_GOALS];
