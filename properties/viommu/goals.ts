import type { ViommuConfig } from '../../model/vocabulary/viommu/config';
import type { RegionOp, ViommuOp } from '../../model/vocabulary/viommu/op';
import type { ViommuOutcome } from '../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../model/vocabulary/viommu/view';
import type { GoalStep, PlainGoal } from '../plain/goal';

type Goal = PlainGoal<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView>;
type Step = GoalStep<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView>;

const TEARDOWNS: readonly ViommuOp['op'][] = ['uninit', 'driverUninit'];
const SETUPS: readonly ViommuOp['op'][] = ['init', 'driverInit'];

const goal = (
  name: string,
  statement: string,
  on: readonly ViommuOp['op'][],
  reached: (step: Step) => boolean,
): Goal => ({ name, statement, on, reached });

const isLeaking = ({ view, op }: Step): boolean => view.iommu(op.iommu).slots.some((slot) => slot?.leaked === true);
const failures = ({ events }: ViommuOutcome): number =>
  events.filter((event) => 'value' in event && event.value < 0).length;

/** Goals of the viommu machine. */
export const VIOMMU_GOALS: readonly Goal[] = [
  goal('torn-down-later', 'A block that was leaked is freed by a later teardown.', TEARDOWNS, (s) => {
    const key = `torn-down-later ${s.op.iommu}`;
    if (isLeaking(s)) s.notes.set(key, 1);
    const isFreed = s.outcome.events.some(({ event }) => event === 'freeDomain');
    return isFreed && s.notes.has(key);
  }),
  goal(
    'leaked-on-the-way-back',
    'An init fails, and a block of it cannot be torn down.',
    SETUPS,
    (s) => s.outcome.events.length > 0 && isLeaking(s),
  ),
  goal('out-of-memory', 'An init finds no free block: other IOMMUs have them.', SETUPS, (s) => {
    const faults = (s.op as RegionOp).faults;
    const failed = s.outcome.events.find(
      ({ event, ...rest }) => event === 'allocBlock' && 'block' in rest && rest.block === null,
    );
    return failed !== undefined && !faults.some(({ step }) => step === 'allocBlock');
  }),
  goal(
    'two-errors',
    'Two steps of a teardown fail, with different errors.',
    TEARDOWNS,
    ({ outcome }) =>
      new Set(outcome.events.flatMap((event) => ('value' in event && event.value < 0 ? [event.value] : []))).size > 1,
  ),
  goal(
    'everything-fails',
    'In every sub-region a step of the teardown fails.',
    TEARDOWNS,
    (s) => failures(s.outcome) > 0 && s.view.iommu(s.op.iommu).slots.every((slot) => slot?.leaked === true),
  ),
  goal('domain-id-again', 'A domain ID is given to another IOMMU than the one that had it.', SETUPS, (s) => {
    const { domain } = s.view.iommu(s.op.iommu);
    if (domain === null) return false;
    const key = `domain-id-again ${domain}`;
    const owner = s.notes.get(key);
    s.notes.set(key, s.op.iommu);
    return owner !== undefined && owner !== s.op.iommu;
  }),
  goal('memory-again', 'A block that hardware wrote into is given out again.', ['access', ...SETUPS], (s) => {
    const { op, outcome, notes } = s;
    const block = (spa: number): string => `memory-again ${Math.floor(spa / 0x20_0000)}`;
    if (op.op === 'access') {
      if (op.write && outcome.reached !== null) notes.set(block(outcome.reached), 1);
      return false;
    }
    return outcome.events.some(
      (event) => event.event === 'allocBlock' && event.block !== null && notes.has(block(event.block)),
    );
  }),
  goal('cached-and-leaked', 'A page is cached whose block is leaked.', TEARDOWNS, ({ view, op }) => {
    const { slots, cached } = view.iommu(op.iommu);
    return cached.some(({ spa }) =>
      slots.some((slot) => slot?.leaked === true && spa !== null && spa >= slot.block && spa < slot.block + 0x20_0000),
    );
  }),
  goal(
    'kept-for-the-entry',
    'A domain without blocks is kept, as a device-table entry refers to it.',
    TEARDOWNS,
    ({ view, op, outcome }) => {
      const { domain, slots } = view.iommu(op.iommu);
      return outcome.events.length > 0 && domain !== null && slots.every((slot) => slot === null);
    },
  ),
];
