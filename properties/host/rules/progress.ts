import { GuestFault } from '../../../model/vocabulary/host/own-step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { BROKEN, HELD, must, NOT_EXERCISED } from '../../page-table/rule';
import { regionOf } from '../facts/ownership';
import { hostRule } from '../rule';
import { gpa } from './_text';

export const everyoneGetsOn = hostRule({
  id: 'RMP-113',
  title: 'Every protocol ends, and the fault handler gets somewhere',
  statement:
    'Each run of the RMP-fault handler changes something or the guest’s next access succeeds; every protocol ends.',
  source: 'rmp.md 5.5 RC4, 6, 7.5; host.md, Which rules when',
  confidence: 'I',
  level: 'required',
  why: 'A vCPU that faults on one page for ever is a dead guest, and a kernel thread that spins a dead host.',
  example: 'The handler returns without a PSMASH.',
  on: [StepKind.guestAccess, StepKind.pvalidate, StepKind.end, StepKind.abandon, StepKind.stuck],
  facts: 'before',
  check(facts, step, actor) {
    if ('call' in step) return step.kind === StepKind.end ? HELD : BROKEN;
    if (!('fault' in step)) return BROKEN;
    const fault = facts.faultOf(actor);
    if (!fault.pending || fault.open || fault.guest !== step.guest || fault.gfn !== step.gfn) return NOT_EXERCISED;
    if (fault.changed || step.fault !== GuestFault.rmp) return HELD;
    return facts.isZapDue(actor, step.guest, step.gfn) ? NOT_EXERCISED : BROKEN;
  },
  explain(facts, step, actor) {
    if ('call' in step) return `${step.call.call} goes on without getting anywhere`;
    if (!('fault' in step)) return 'protocols are under way, and none of them can go on';
    return `the handler changed nothing, and the next access to ${gpa(facts.faultOf(actor).gfn)} faults again`;
  },
});

export const lostRaceIsSuccess = hostRule({
  id: 'RMP-114',
  title: 'A PSMASH that came second is no failure',
  statement:
    'Where PSMASH in the handler fails and the entry is 4K by now, the handler returns without zapping or killing.',
  source: 'rmp.md 5.5 RC3, 6, 7.5',
  confidence: 'S',
  level: 'required',
  why: 'Two vCPUs that fault on one page would kill their VM.',
  example: 'Code 7 taken for fatal.',
  on: [StepKind.faultEnd],
  facts: 'before',
  check(facts, { gfn, fatal }, actor) {
    const fault = facts.faultOf(actor);
    if (!fault.smashFailed) return NOT_EXERCISED;
    const spa = fault.smashBase + (gfn % REGION_PAGES);
    if (facts.ownership.asid[spa] === 0 || facts.ownership.large[regionOf(spa)] === 1) return NOT_EXERCISED;
    return must(!fatal && !fault.zapped);
  },
  explain: (_facts, { gfn, fatal }) =>
    `PSMASH for ${gpa(gfn)} came second, and the handler ${fatal ? 'killed the guest' : 'zapped its nested leaves'}`,
});
