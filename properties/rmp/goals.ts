import type { RmpConfig } from '../../model/vocabulary/rmp/config';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import type { RmpOp, RmpOpName } from '../../model/vocabulary/rmp/op';
import { ErrorBit, FirmwareStatus, RmpCode, type RmpOutcome } from '../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../model/vocabulary/rmp/view';
import type { GoalStep, PlainGoal } from '../plain/goal';

type Step<Name extends RmpOpName> = Omit<GoalStep<RmpConfig, RmpOp, RmpOutcome, RmpView>, 'op'> & {
  readonly op: Extract<RmpOp, { op: Name }>;
};

/** A goal about ops of the kinds in `on`. */
const goal = <Name extends RmpOpName>(
  name: string,
  statement: string,
  on: readonly Name[],
  reached: (step: Step<Name>) => boolean,
): PlainGoal<RmpConfig, RmpOp, RmpOutcome, RmpView> => ({
  name,
  statement,
  on,
  // Asked of ops of these kinds alone.
  reached: (step) => reached(step as Step<Name>),
});

/** Pages that a configuration has above it: what instructions name is a byte address, the C-bit in it or not. */
const pageOf = (spa: number, { cBit }: RmpConfig): number => {
  const page = Math.floor(spa / 4096);
  const bit = cBit === null ? Infinity : 2 ** (cBit - 12);
  return page % (2 * bit) >= bit ? page - bit : page;
};
const baseOf = (page: number): number => page - (page % REGION_PAGES);

/** True if the error code has the bit; bits above 31 are there. */
const has = ({ errorCode }: RmpOutcome, bit: number): boolean => Math.floor(errorCode / 2 ** bit) % 2 === 1;

/** Goals of the RMP machine. */
export const RMP_GOALS = [
  goal(
    'unassigned-after-smash',
    'A page is unassigned out of a region that PSMASH split.',
    ['psmash', 'rmpupdate'],
    (s) => {
      if (s.outcome.code !== RmpCode.success) return false;
      const base = baseOf(pageOf(s.op.spa, s.config));
      if (s.op.op === 'psmash') s.notes.set(`unassigned-after-smash ${base}`, 1);
      return (
        s.op.op === 'rmpupdate' &&
        !s.op.to.assigned &&
        s.op.to.size === 0 &&
        s.notes.has(`unassigned-after-smash ${base}`)
      );
    },
  ),
  goal(
    'overlap-with-sub-page',
    'A 2M update finds a 4K sub-page assigned.',
    ['rmpupdate'],
    ({ op, outcome }) => outcome.code === RmpCode.failOverlap && op.to.size === 1,
  ),
  goal(
    'unsmashed',
    'PAGE_UNSMASH makes one entry of 512.',
    ['pageUnsmash'],
    ({ outcome }) => outcome.code === FirmwareStatus.success,
  ),
  goal(
    'fourth-owner',
    'A page has its fourth owner since the start.',
    ['rmpupdate'],
    ({ op, outcome, view, config }) =>
      outcome.code === RmpCode.success && op.to.assigned && view.ghost(pageOf(op.spa, config)).epoch >= 4,
  ),
  goal(
    'validated-reassigned',
    'A page that a guest validated is given to another owner or address, and is not validated any more.',
    ['pvalidate', 'rmpupdate'],
    (s) => {
      if (s.outcome.code !== RmpCode.success) return false;
      const page = s.op.op === 'pvalidate' ? s.op.spa : pageOf(s.op.spa, s.config);
      const key = `validated-reassigned ${page}`;
      if (s.op.op === 'pvalidate') {
        s.notes.set(key, s.op.validate ? 1 : 0);
        return false;
      }
      return s.op.to.assigned && s.notes.get(key) === 1 && s.view.own(page)?.validated === false;
    },
  ),
  goal(
    'in-use',
    'An update comes while the structure of a running guest is on the page.',
    ['vmrun', 'vmexit', 'rmpupdate'],
    (s) => {
      if (s.op.op !== 'rmpupdate') {
        s.notes.set('in-use', s.op.op === 'vmrun' && s.outcome.fault === null ? 1 : 0);
        return false;
      }
      return s.notes.get('in-use') === 1 && s.outcome.code === RmpCode.failInUse;
    },
  ),
  goal('vmpl-fault', 'A mask that RMPADJUST wrote stops an access.', ['rmpadjust', 'access'], (s) => {
    const key = `vmpl-fault ${s.op.spa}`;
    if (s.op.op === 'rmpadjust') {
      if (s.outcome.code === RmpCode.success) s.notes.set(key, 1);
      return false;
    }
    return s.notes.has(key) && s.outcome.fault === 'NPF' && has(s.outcome, ErrorBit.vmpl);
  }),
  goal(
    'size-fault',
    'An instruction of a guest fails for the size of the nested leaf.',
    ['pvalidate', 'rmpadjust'],
    ({ outcome }) => outcome.fault === 'NPF' && has(outcome, ErrorBit.sizem),
  ),
  goal(
    'host-write-through-2m',
    'A host write through a 2M leaf fails for another page of the region.',
    ['access'],
    ({ op, outcome, view, config }) => {
      if (op.by !== 'host' || op.kind !== 'write' || op.nestedLg !== 21) return false;
      const page = pageOf(op.spa * 4096, config);
      return has(outcome, ErrorBit.rmp) && view.own(page)?.assigned === false;
    },
  ),
  goal(
    'accepted-after-launch',
    'A guest uses a page that LAUNCH_UPDATE made valid.',
    ['launchUpdate', 'access'],
    (s) => {
      if (s.op.op === 'launchUpdate') {
        if (s.outcome.code === FirmwareStatus.success)
          s.notes.set(`accepted-after-launch ${pageOf(s.op.spa, s.config)}`, 1);
        return false;
      }
      return (
        s.op.by === 'snp-guest' &&
        s.op.cBit &&
        s.outcome.fault === null &&
        s.notes.has(`accepted-after-launch ${s.op.spa}`)
      );
    },
  ),
  goal(
    'context-comes-and-goes',
    'A page becomes a guest context, and is firmware’s again after DECOMMISSION.',
    ['gctxCreate', 'decommission'],
    (s) => {
      if (s.outcome.code !== FirmwareStatus.success) return false;
      const key = `context-comes-and-goes ${pageOf(s.op.spa, s.config)}`;
      if (s.op.op === 'gctxCreate') s.notes.set(key, 1);
      return s.op.op === 'decommission' && s.notes.has(key);
    },
  ),
  goal(
    'reclaimed',
    'PAGE_RECLAIM gives a page back that the host then makes its own.',
    ['pageReclaim', 'rmpupdate'],
    (s) => {
      if (s.outcome.code !== 0) return false;
      const key = `reclaimed ${pageOf(s.op.spa, s.config)}`;
      if (s.op.op === 'pageReclaim') s.notes.set(key, 1);
      return s.op.op === 'rmpupdate' && !s.op.to.assigned && s.notes.has(key);
    },
  ),
  goal(
    'busy-region',
    'PSMASH meets a region that another CPU works on.',
    ['psmash'],
    ({ outcome }) => outcome.code === RmpCode.failInUse,
  ),
  goal(
    'segment-hole',
    'With a segment table, an update names a page that no segment covers.',
    ['rmpupdate'],
    ({ config, op, outcome, view }) =>
      config.coverage.kind === 'segmented' &&
      outcome.code === RmpCode.failInput &&
      !view.covered(pageOf(op.spa, config)),
  ),
];
