import type { DmaApiConfig } from '../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import type { DmaApiEvent, DmaApiOutcome } from '../../model/vocabulary/dma-api/outcome';
import { isGuest } from '../../model/vocabulary/dma-api/platform';
import type { DmaApiView, EntryPath } from '../../model/vocabulary/dma-api/view';
import type { GoalStep, PlainGoal } from '../plain/goal';

type Goal = PlainGoal<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView>;
type Step = GoalStep<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView>;

const goal = (
  name: string,
  statement: string,
  on: readonly DmaApiOp['op'][],
  reached: (step: Step) => boolean,
): Goal => ({ name, statement, on, reached });

const MAPS: readonly DmaApiOp['op'][] = ['mapPhys', 'mapP2p', 'mapSg'];
const FIRST_ABOVE_4G = 1n << 32n;

const count = ({ outcome }: Step, event: DmaApiEvent['event']): number =>
  outcome.events.filter((one) => one.event === event).length;

/** The paths by which the entries of a mapping that was made reach memory. */
function pathsOf({ op, outcome, view }: Step): readonly EntryPath[] {
  if (outcome.value !== 0 || (op.op !== 'mapPhys' && op.op !== 'mapP2p' && op.op !== 'mapSg')) return [];
  return view.mapping(op.mapping)!.entries.map(({ path }) => path);
}

/** A number for each map type, to take note of. */
const TYPES = ['NOT_SUPPORTED', 'BUS_ADDR', 'THRU_HOST_BRIDGE'];

/** A query takes note of its answer; distance_many replaces it by another one. */
function isRefreshed({ op, outcome, view, notes, config }: Step): boolean {
  const keyOf = (provider: number, node: number | null): string => `map-type-refreshed ${provider} ${node}`;
  if (op.op === 'mapType' && outcome.mapType !== null)
    notes.set(keyOf(op.provider.device, config.devices[op.device]!.node), TYPES.indexOf(outcome.mapType));
  if (op.op !== 'distanceMany' || outcome.end !== 'returned') return false;
  return op.clients.some((client) => {
    const { node } = config.devices[client]!;
    const [was, is] = [notes.get(keyOf(op.provider, node)), node === null ? null : view.cachedType(op.provider, node)];
    return was !== undefined && is !== null && was !== TYPES.indexOf(is);
  });
}

/** A BAR takes note of the state in which it was mapped; it is mapped in the other one. */
function isMappedInBothStates({ op, outcome, view, notes }: Step): boolean {
  if (op.op !== 'mapP2p' || outcome.value !== 0) return false;
  const key = `mapped-in-both-states ${op.provider.device}`;
  const state = view.locked(op.provider.device) ? 1 : 0;
  const was = notes.get(key);
  notes.set(key, state);
  return was !== undefined && was !== state;
}

/** Goals of the dma-api machine. */
export const DMA_API_GOALS: readonly Goal[] = [
  goal(
    'map-type-refreshed',
    'The cached map type is replaced by another one: distance_many was asked.',
    ['mapType', 'distanceMany'],
    isRefreshed,
  ),
  goal(
    'bus-address-of-locked',
    'In a guest, a locked device is given a bus address of a locked device.',
    ['mapP2p'],
    (s) =>
      s.op.op === 'mapP2p' &&
      isGuest(s.config.platform.kind) &&
      pathsOf(s).includes('bus') &&
      s.view.locked(s.op.device) &&
      s.view.locked(s.op.provider.device),
  ),
  goal(
    'mapped-in-both-states',
    'BARs of a device are mapped before and after a lock.',
    ['mapP2p'],
    isMappedInBothStates,
  ),
  goal('pool-full', 'A mapping takes the last slot of its pool.', [...MAPS, 'link'], ({ view, config, outcome }) =>
    outcome.events.some(
      (event) => event.event === 'bounce' && view.usedSlots(event.pool).length === config.pools[event.pool]!.slots,
    ),
  ),
  goal(
    'iova-space-out',
    'A try_alloc finds no space: others have it.',
    ['tryAlloc'],
    ({ op, outcome, view, config }) => {
      if (op.op !== 'tryAlloc' || outcome.value !== 0 || op.fail !== null) return false;
      const isSome = op.bytes > 0n && op.bytes < 1n << 40n;
      return isSome && config.devices[op.device]!.dma.path === 'iommu' && view.reserved(op.device).length > 0;
    },
  ),
  goal('above-4g', 'A PCI device with windows below 4 GiB is given an IOVA above.', ['mapPhys', 'tryAlloc'], (s) => {
    const { op, outcome, config } = s;
    if (op.op !== 'mapPhys' && op.op !== 'tryAlloc') return false;
    const reserved = outcome.events.find(({ event }) => event === 'reserve');
    const { node, windows } = config.devices[op.device]!;
    const hasLow = node !== null && windows.some(({ base }) => base < FIRST_ABOVE_4G);
    return hasLow && reserved?.event === 'reserve' && reserved.iova >= FIRST_ABOVE_4G;
  }),
  goal(
    'head-middle-tail',
    'A link bounces head and tail, and maps whole granules between.',
    ['link'],
    (s) => s.outcome.value === 0 && count(s, 'bounce') === 2 && count(s, 'iommuMap') === 3,
  ),
  goal(
    'link-taken-back',
    'A link fails behind its first piece, which is unlinked.',
    ['link'],
    (s) => s.outcome.value !== 0 && count(s, 'iommuUnmap') > 0,
  ),
  goal(
    'scatterlist-taken-back',
    'A scatterlist fails behind its first segment, which is unmapped.',
    ['mapSg'],
    (s) => s.outcome.value !== 0 && count(s, 'iommuUnmap') + count(s, 'unbounce') > 0,
  ),
  goal('mixed-scatterlist', 'A scatterlist has bus addresses and IOVAs.', ['mapSg'], (s) => {
    const paths = pathsOf(s);
    return paths.includes('bus') && paths.includes('translated');
  }),
];
