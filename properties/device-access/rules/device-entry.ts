/** Host translation is not optional while SNP is on: rmp.md 7.4, RMP-084. */
import { EventCode } from '../../../model/vocabulary/device-access/outcome';
import { NOT_EXERCISED, must } from '../../page-table/rule';
import { deviceEntry } from '../device-table';
import { dmaStep } from '../reading';
import type { DeviceStepRule } from '../rule';
import { ON_DMA, dmaText } from './_dma';

export const RMP_084: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-084',
  title: 'No Mode = 0 while SNP is on',
  statement:
    'A request of a device without host translation is ILLEGAL_DEV_TABLE_ENTRY while SNP is on, legal while it is off.',
  source: 'rmp.md 4.1, 4.9; Linux fb2accadaa94; DTE_MODE0_ILLEGAL, S1_ONLY_ON_SNP',
  confidence: 'S',
  why: 'Passthrough takes the table out of the path, on which the checks of the RMP stand.',
  example: 'iommu=pt is accepted on an SNP host.',
  check(step) {
    const dma = dmaStep(step);
    if (dma === null || dma.reading.kind === 'open') return NOT_EXERCISED;
    if (deviceEntry(step.config, step.before, dma.op)?.mode !== 0) return NOT_EXERCISED;
    const { ok, event } = dma.observed;
    const isIllegal = event?.code === EventCode.illegalDte;
    if (dma.reading.kind === 'illegal') return must(!ok && isIllegal && event.device === dma.op.device);
    return dma.reading.kind === 'reached' ? must(!isIllegal) : NOT_EXERCISED;
  },
  explain: dmaText,
};
