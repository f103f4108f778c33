import { EventCode } from '../../../model/vocabulary/device-access/outcome';
import { GuestFault } from '../../../model/vocabulary/host/own-step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { HELD, must, NOT_EXERCISED, type Judgement } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { pagesOf } from '../facts/leaves';
import { isShared } from '../facts/windows';
import { hostRule, type StepOf } from '../rule';
import { gpa } from './_text';

type Pvalidate = StepOf<typeof StepKind.pvalidate>;

/** The first GPA page that the step did of which `is` holds; −1: none. */
function done({ gfn, lg, done: count }: Pvalidate, is: (gfn: number) => boolean): number {
  const end = gfn + count * pagesOf(lg);
  for (let at = gfn; at < end; at++) if (is(at)) return at;
  return -1;
}

export const validateAgain = hostRule({
  id: 'RMP-110',
  title: 'A page that was assigned anew is not validated',
  statement:
    'After private → shared → private nobody uses the page as private before the guest has validated it again.',
  source: 'rmp.md 2.1, 7.5',
  confidence: 'S',
  level: 'required',
  why: 'The host could put another page under the guest without its notice.',
  example: 'Validated survives a re-assignment.',
  on: [StepKind.guestAccess, StepKind.pvalidate, StepKind.dma],
  facts: 'before',
  check(facts, step) {
    if (step.kind === StepKind.pvalidate) return carried(facts, step);
    if (step.kind === StepKind.dma) {
      const lenient = facts.config.assumptions.T1_NOT_VALIDATED === 'allow';
      const isPrivate = !isShared(facts.io.windowOf(step.device, step.t, step.iova));
      return isPrivate && step.ok && !lenient ? used(facts, step.spa) : NOT_EXERCISED;
    }
    return step.isPrivate && step.fault === GuestFault.none ? used(facts, step.spa) : NOT_EXERCISED;
  },
  explain: (_facts, step) =>
    step.kind === StepKind.pvalidate
      ? `PVALIDATE found ${gpa(step.gfn)} validated already, though it was assigned anew`
      : `${gpa(step.kind === StepKind.dma ? step.iova : step.gfn)} was used as private though nobody validated it since it was assigned anew`,
});

const used = ({ ownership }: HostFacts, spa: number): Judgement =>
  ownership.reassigned[spa] === 1 ? must(ownership.validated[spa] === 1) : NOT_EXERCISED;

function carried({ ownership, nested }: HostFacts, step: Pvalidate): Judgement {
  if (!step.validate || step.done === 0) return NOT_EXERCISED;
  const spaOf = (gfn: number): number => nested[step.guest]!.spaAt(gfn);
  if (done(step, (gfn) => ownership.reassigned[spaOf(gfn)] === 1) < 0) return NOT_EXERCISED;
  return must(!step.carry || done(step, (gfn) => ownership.validated[spaOf(gfn)] === 1) >= 0);
}

export const validateOnce = hostRule({
  id: 'RMP-111',
  title: 'The guest validates a GPA once',
  statement: 'The guest never validates a GPA that it has validated and not rescinded.',
  source: 'rmp.md 5.5 RC9, 7.5 (VERISMO)',
  confidence: 'S',
  level: 'required',
  why: 'Two pages may stand behind one GPA, and the host chooses which the guest sees.',
  example: 'A guest that validates whatever it faults on.',
  on: [StepKind.pvalidate],
  facts: 'before',
  check(facts, step) {
    if (!step.validate || step.done === 0) return NOT_EXERCISED;
    return must(twice(facts, step) < 0);
  },
  explain: (facts, step) => `the guest validated ${gpa(twice(facts, step))} a second time without rescinding it`,
});

const twice = ({ guestValidated }: HostFacts, step: Pvalidate): number =>
  done(step, (gfn) => guestValidated[step.guest]![gfn] === 1);

export const rescindFirst = hostRule({
  id: 'RMP-112',
  title: 'The guest rescinds before it asks for shared',
  statement: 'When the guest asks for shared, none of the pages is validated any more.',
  source: 'rmp.md 5.3, 5.5 RC10, 7.5',
  confidence: 'S',
  level: 'required',
  why: 'PVALIDATE meets a page that is gone, and the guest hangs on the nested fault.',
  example: 'PVALIDATE(0) after the page-state change.',
  on: [StepKind.ask],
  facts: 'before',
  check(facts, step) {
    if (step.isPrivate) return NOT_EXERCISED;
    return must(stillValid(facts, step) < 0);
  },
  explain: (facts, step) => `the guest asked for shared while ${gpa(stillValid(facts, step))} was validated`,
});

function stillValid({ guestValidated }: HostFacts, { guest, gfn, n }: StepOf<typeof StepKind.ask>): number {
  for (let at = gfn; at < gfn + n; at++) if (guestValidated[guest]![at] === 1) return at;
  return -1;
}

export const fencedUntilCleared = hostRule({
  id: 'RMP-117',
  title: 'A fence holds until it is cleared',
  statement:
    'After an RMP violation of a trusted device no trusted IO of that guest succeeds until the fence is cleared.',
  source: 'rmp.md 4.5, 7.5 (TIO)',
  confidence: 'L',
  level: 'required',
  why: 'A device whose memory was pulled away must not go on as if nothing had happened.',
  example: 'The fence is recorded and not looked at.',
  on: [StepKind.dma],
  facts: 'before',
  check({ config, fenced }, { device, t, ok, event }) {
    if (!config.assumptions.T1_FAULT_FENCES_ASID || t === 0) return NOT_EXERCISED;
    if (fenced[config.devices[device]!.guest] === 0)
      return ok || event !== EventCode.rmpPageFault ? NOT_EXERCISED : HELD;
    return must(!ok);
  },
  explain: (_facts, { device, iova }) => `device ${device} reached ${gpa(iova)} though its guest is fenced`,
});
