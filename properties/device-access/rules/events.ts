/** What the event log says of a refusal: rmp.md 7.4, RMP-089. */
import { EventCode, EventFlag } from '../../../model/vocabulary/device-access/outcome';
import { NOT_EXERCISED, must } from '../../page-table/rule';
import { dmaStep } from '../reading';
import type { DeviceStepRule } from '../rule';
import { ON_DMA, dmaText, mayPass } from './_dma';

export const RMP_089: DeviceStepRule = {
  ...ON_DMA,
  id: 'RMP-089',
  title: 'The event names the guest page',
  statement:
    'A request that the RMP refuses logs one RMP_PAGE_FAULT of its device, with its GPA and, for the data itself, its direction.',
  source: 'rmp.md 4.5; Linux iommu.c (amd_iommu_report_rmp_fault)',
  confidence: 'S',
  why: 'Whoever repairs the mapping looks the address up in the guest’s space; an SPA or IOVA sends him elsewhere.',
  example: 'The system address is logged.',
  check(step) {
    const dma = dmaStep(step);
    if (dma === null || dma.observed.ok) return NOT_EXERCISED;
    const { reading, observed, op } = dma;
    const { event } = observed;
    const isFetch = reading.kind === 'fetch-fault';
    if (!isFetch && (reading.kind !== 'reached' || mayPass(dma, reading.target))) return NOT_EXERCISED;
    if (event === null || event.code !== EventCode.rmpPageFault) return must(false);
    const gpa = isFetch ? reading.gpa : reading.kind === 'reached' ? reading.target.gpa : -1;
    const told = ((event.flags >> EventFlag.write) & 1) === 1;
    const direction = isFetch || told === op.write;
    return must(event.device === op.device && Number(event.address >> 12n) === gpa && direction);
  },
  explain: dmaText,
};
