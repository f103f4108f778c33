import { EventCode } from '../../../model/vocabulary/device-access/outcome';
import { hexAddress } from '../../../model/vocabulary/units';
import { NOT_EXERCISED, must, type Judgement } from '../../page-table/rule';
import { LG_2M, LG_4K } from '../check';
import { dmaStep, type DmaStep } from '../reading';
import { passesOnce, type Reached, type Reading } from '../target';
import type { DeviceStep } from '../rule';

export const ON_DMA = { level: 'required', scope: 'step', on: ['dma'] } as const;

/** True if the RMP lets the request through at a granule of 2^lg bytes, in one attempt. */
export function passesAt(dma: DmaStep, target: Reached, lg: number): boolean {
  const known = dma.answers.get(lg);
  if (known !== undefined) return known;
  const { before, config } = dma.step;
  const at = lg === target.granuleLg ? target : { ...target, granuleLg: lg };
  const answer = passesOnce(before, config, before.sdte(dma.op.device), at);
  dma.answers.set(lg, answer);
  return answer;
}

/** True if the RMP lets the request through, as the rules read its entries. */
export function mayPass(dma: DmaStep, target: Reached): boolean {
  const { granuleLg } = target;
  if (passesAt(dma, target, granuleLg)) return true;
  const retries = !dma.step.config.rmp.assumptions.IO_NO_4K_RETRY && granuleLg === LG_2M;
  return retries && passesAt(dma, target, LG_4K);
}

/** Judges a request that gets as far as the RMP check of its data: `judge` may say that the rule is about others. */
export function judgeTarget(step: DeviceStep, judge: (dma: DmaStep, target: Reached) => Judgement): Judgement {
  const dma = dmaStep(step);
  if (dma === null || dma.reading.kind !== 'reached') return NOT_EXERCISED;
  return judge(dma, dma.reading.target);
}

/** The request must get through exactly if the RMP says so. */
export const mustAgree = (dma: DmaStep, target: Reached): Judgement => must(dma.observed.ok === mayPass(dma, target));

/** The request must not get through. */
export const mustFail = (dma: DmaStep): Judgement => must(!dma.observed.ok);

/** True if the subject says that the RMP refused the request. */
export const isRmpFault = ({ observed }: DmaStep): boolean => observed.event?.code === EventCode.rmpPageFault;

const sizeText = (lg: number | null): string => (lg === null ? '-' : `2^${lg}`);

function readingText(reading: Reading): string {
  switch (reading.kind) {
    case 'reached': {
      const { spa, gpa, s1Lg, s2Lg, granuleLg, check, hit } = reading.target;
      const leaves = hit === null ? `leaves ${sizeText(s1Lg)}/${sizeText(s2Lg)}` : 'a cached translation';
      return `${leaves} lead to GPA ${hexAddress(gpa)}, SPA ${hexAddress(spa)}, check ${check} of ${sizeText(granuleLg)}`;
    }
    case 'fetch-fault':
      return `the table page at GPA ${hexAddress(reading.gpa)} may not be fetched`;
    case 'hw-error':
      return `the host structure at ${hexAddress(reading.spa)} may not be read`;
    case 'illegal':
      return 'the device entry is illegal';
    case 'io-fault':
      return 'no leaf, or no permission';
    case 'fenced':
      return 'the ASID is fenced';
    case 'open':
      return 'nothing that the documents define';
  }
}

function observedText({ observed }: DmaStep): string {
  const { ok, event, spa, reachLg, hit } = observed;
  if (ok) return `it got through to ${hexAddress(spa)}, reach 2^${reachLg}${hit ? ', by a hit' : ''}`;
  if (event === null) return 'it was aborted without an event';
  return `it was aborted with event 0x${event.code.toString(16)}, flags 0x${event.flags.toString(16)}, address 0x${event.address.toString(16)}`;
}

/** A request in words: what was to be, what was observed. */
export function dmaText(step: DeviceStep): string {
  const dma = dmaStep(step)!;
  const { device, t, write, iova, pasid } = dma.op;
  const who = `T=${t} ${write ? 'write' : 'read'} of device ${device}${pasid === null ? '' : `, PASID ${pasid}`}`;
  return `${who} at ${hexAddress(iova)}: ${readingText(dma.reading)}; ${observedText(dma)}`;
}
