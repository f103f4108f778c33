import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { BROKEN, HELD, must, NOT_EXERCISED, type Judgement } from '../../page-table/rule';
import type { HostFacts } from '../facts/facts';
import { pagesOf } from '../facts/leaves';
import { hostRule, type StepOf } from '../rule';
import { page, windowText } from './_text';

// What host software does with BARs: rmp.md 4.6, 7.5.

type IoMap = StepOf<typeof StepKind.ioMap>;

const hasMmio = ({ config }: HostFacts): boolean => config.mmio.length > 0;

/** MMIO pages among those that the step's leaves lead to. */
function mmioPages({ holders }: HostFacts, { spa, lg, done }: IoMap): number {
  let count = 0;
  const end = spa + done * pagesOf(lg);
  for (let at = spa; at < end; at++) if (holders.isMmio(at)) count++;
  return count;
}

const leafText = ({ io }: HostFacts, { dom, iova, spa, lg, encrypted }: IoMap): string =>
  `in ${windowText(io.windows.at(dom, iova))} a leaf of 2^${lg} leads to ${page(spa)} with C = ${encrypted ? 1 : 0}`;

export const mmioHasNoCBit = hostRule({
  id: 'RMP-098',
  title: 'No C-bit for MMIO',
  statement: 'No leaf of an IO table that leads to MMIO has the C-bit.',
  source: 'rmp.md 4.6, 7.5; seed 000; AMD APM: C = 0 for MMIO addresses',
  confidence: 'S',
  level: 'required',
  why: 'Peer-to-peer DMA would go to address PA | C, where no device answers.',
  example: 'The C-bit is or-ed into every leaf.',
  on: [StepKind.ioMap],
  facts: 'before',
  check(facts, step) {
    if (!hasMmio(facts) || mmioPages(facts, step) === 0) return NOT_EXERCISED;
    return must(!step.encrypted);
  },
  explain: leafText,
});

export const ramHasCBit = hostRule({
  id: 'RMP-099',
  title: 'The C-bit for RAM',
  statement: 'Where SME is active, every leaf of an IO table that leads to RAM has the C-bit.',
  source: 'rmp.md 4.6, 7.5; AMD APM 2 15.34.7',
  confidence: 'S',
  level: 'required',
  why: 'The device reads garbage where the CPU writes with the host’s key, without any fault.',
  example: 'The flag for MMIO is still set for the RAM that is mapped after a BAR in the same call.',
  on: [StepKind.ioMap],
  facts: 'before',
  check(facts, step) {
    if (step.done === 0) return NOT_EXERCISED;
    const isRam = !hasMmio(facts) || mmioPages(facts, step) === 0;
    return isRam ? must(step.encrypted) : NOT_EXERCISED;
  },
  explain: leafText,
});

export const leafIsOfOneKind = hostRule({
  id: 'RMP-100',
  title: 'RAM or MMIO',
  statement: 'No leaf of an IO table leads to MMIO and to RAM.',
  source: 'rmp.md 4.6, 4.8, 7.5; seed 000 (v5: adjacent RAM and MMIO)',
  confidence: 'S',
  level: 'required',
  why: 'One of the two halves gets the wrong C-bit.',
  example: 'A BAR is rounded up to 2M, and the RAM beside it is mapped with it.',
  on: [StepKind.ioMap],
  facts: 'before',
  check(facts, step) {
    if (!hasMmio(facts)) return NOT_EXERCISED;
    const count = mmioPages(facts, step);
    if (count === 0) return NOT_EXERCISED;
    return must(step.lg === 12 || count === step.done * pagesOf(step.lg));
  },
  explain: (facts, step) =>
    `${leafText(facts, step)}, and of its ${step.done * pagesOf(step.lg)} pages ${mmioPages(facts, step)} are MMIO`,
});

export const privateBarIsClosed = hostRule({
  id: 'RMP-102',
  title: 'A private BAR is closed',
  statement: 'T=0 requests, and host writes, to a BAR that was given to a guest fault.',
  source: 'rmp.md 1.5 (private MMIO), 4.6, 7.5',
  confidence: 'L',
  level: 'required',
  why: 'The registers of a trusted device are as secret as its guest’s memory.',
  example: 'MMIO is exempt from the RMP check.',
  on: [StepKind.dma, StepKind.hostAccess],
  facts: 'before',
  check(facts, step): Judgement {
    if (!hasMmio(facts)) return NOT_EXERCISED;
    const isHost = step.kind === StepKind.hostAccess;
    if (isHost ? !step.write : step.t === 1) return NOT_EXERCISED;
    const spa = isHost ? step.spa : step.ok ? step.spa : facts.io.aimOf(step.device, step.t, step.iova);
    if (spa < 0 || !facts.holders.isMmio(spa) || facts.ownership.asid[spa] === 0) return NOT_EXERCISED;
    return step.ok ? BROKEN : HELD;
  },
  explain: (_facts, step) =>
    `${step.kind === StepKind.hostAccess ? 'the host' : `device ${step.device} at T=0`} reached ${page(step.spa)}, a private BAR`,
});
