import { GuestFault } from '../../../model/vocabulary/host/own-step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { must, NOT_EXERCISED, type Judgement, HELD } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { hostRule, type StepOf } from '../rule';
import { page } from './_text';

export const onlyAvailabilityIsLost = hostRule({
  id: 'RMP-118',
  title: 'Whatever host software does, guests lose availability only',
  statement:
    'No assigned page gets a last writer other than its owner, its owner’s T=1 device or firmware, and no T=0 access to one succeeds.',
  source: 'rmp.md 4.5, 7.5 (GMEM25, GMEM26)',
  confidence: 'L',
  level: 'required',
  why: 'This is what SEV-SNP promises: the host is not trusted.',
  example: 'A cached line of the IOTLB that grants what the RMP forbids.',
  on: [StepKind.dma, StepKind.hostAccess, StepKind.guestAccess],
  facts: 'before',
  check(facts, step) {
    const { asid } = facts.ownership;
    if (step.kind === StepKind.dma) return byDevice(facts, step);
    if (step.kind === StepKind.hostAccess) return byHost(facts, step);
    if (step.fault !== GuestFault.none || !step.write) return NOT_EXERCISED;
    return must(asid[step.spa] === (step.isPrivate ? facts.asidOf(step.guest) : 0));
  },
  explain({ ownership }, step) {
    const who =
      step.kind === StepKind.dma
        ? `device ${step.device} at T=${step.t}`
        : step.kind === StepKind.hostAccess
          ? 'the host'
          : `guest ${step.guest}`;
    return `${who} reached ${page(step.spa)}, which belongs to ASID ${ownership.asid[step.spa]!}`;
  },
});

/** The host may read everything: it sees ciphertext. */
function byHost({ ownership }: HostFacts, { spa, write, ok }: StepOf<typeof StepKind.hostAccess>): Judgement {
  if (!write) return NOT_EXERCISED;
  return ok ? must(ownership.asid[spa] === 0) : HELD;
}

function byDevice(facts: HostFacts, { device, t, iova, ok, spa }: StepOf<typeof StepKind.dma>): Judgement {
  const { guest } = facts.config.devices[device]!;
  const { asid } = facts.ownership;
  if (!ok) {
    const aim = facts.io.aimOf(device, t, iova);
    return t === 0 && aim >= 0 && asid[aim] !== 0 ? HELD : NOT_EXERCISED;
  }
  return must(asid[spa] === 0 || (t === 1 && asid[spa] === facts.asidOf(guest)));
}
