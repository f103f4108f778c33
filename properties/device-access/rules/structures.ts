/** Pages that the IOMMU writes for itself, and the end of SNP: rmp.md 7.4, RMP-085 … RMP-087. */
import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { hexAddress } from '../../../model/vocabulary/units';
import { HELD, NOT_EXERCISED, must, type Judgement } from '../../page-table/rule';
import { isShared } from '../check';
import type { DeviceStep, DeviceStepRule } from '../rule';
import { ON_DMA, dmaText, judgeTarget, mustFail } from './_dma';

/** Pages that SNP_INIT made the IOMMU's and that are not so after the step. */
const lostPages = ({ config, before, after, op }: DeviceStep): SpaPage[] =>
  config.rmp.iommuPages.filter(
    (page) =>
      after.rmp.state(page) !== 'Firmware-IOMMU' &&
      (op.op === 'snpInit' || before.rmp.state(page) === 'Firmware-IOMMU'),
  );

export const RMP_085: DeviceStepRule = {
  id: 'RMP-085',
  title: 'Logs belong to the firmware',
  statement:
    'From SNP_INIT until the IOMMU’s checks end, logs and completion store are Firmware-IOMMU, and the IOMMU writes to such pages only.',
  source: 'rmp.md 4.2; firmware sev_hal_iommu.c; IOMMU_LOG_NEEDS_FW_IOMMU',
  confidence: 'S',
  level: 'required',
  why: 'Log writes go where the hypervisor says and are no DMA of a device: elsewhere they are a way into guest memory.',
  example: 'A log is moved to a fresh page after SNP_INIT, and the IOMMU writes there.',
  scope: 'step',
  on: ['snpInit', 'iommuWrite', 'rmpupdate', 'psmash', 'pageReclaim', 'pageUnsmash', 'pageSetState'],
  check(step) {
    const { op, outcome, before, after, config } = step;
    if (op.op === 'iommuWrite') return op.what === 'hostAD' ? NOT_EXERCISED : judgeLogWrite(step, op.spa);
    if (config.rmp.iommuPages.length === 0 || !after.rmp.iommuSnpEnabled) return NOT_EXERCISED;
    if (op.op === 'snpInit' ? outcome.rmp?.code !== 0 : !before.rmp.iommuSnpEnabled) return NOT_EXERCISED;
    if (op.op !== 'snpInit' && !touches(step)) return NOT_EXERCISED;
    return must(lostPages(step).length === 0);
  },
  explain(step) {
    if (step.op.op === 'iommuWrite')
      return `the IOMMU wrote to ${hexAddress(step.op.spa)}, which is ${step.before.rmp.state(step.op.spa)}`;
    const lost = lostPages(step).map((page) => `${hexAddress(page)} ${step.after.rmp.state(page)}`);
    return `${step.op.op} left ${lost.join(', ')}`;
  },
};

function judgeLogWrite({ config, before, outcome }: DeviceStep, page: SpaPage): Judgement {
  if (!config.rmp.assumptions.IOMMU_LOG_NEEDS_FW_IOMMU || !before.rmp.iommuSnpEnabled) return NOT_EXERCISED;
  if (before.rmp.state(page) === 'Firmware-IOMMU') return outcome.done ? HELD : NOT_EXERCISED;
  return must(!outcome.done);
}

/** True if the op names a page of a region that holds one of the IOMMU's pages. */
function touches({ op, config }: DeviceStep): boolean {
  if (!('spa' in op) || op.spa === null) return false;
  const region = Math.floor(op.spa / (4096 * REGION_PAGES));
  return config.rmp.iommuPages.some((page) => Math.floor(page / REGION_PAGES) === region);
}

export const RMP_086: DeviceStepRule = {
  ...ON_DMA,
  on: ['dma', 'access'],
  id: 'RMP-086',
  title: 'Nobody else writes the logs',
  statement: 'Writes of devices and CPUs to Firmware-IOMMU pages fault.',
  source: 'rmp.md 4.2; APM 2 table 15-39; RG73',
  confidence: 'S',
  why: 'Whoever forges event-log or completion records drives the host’s fault handling.',
  example: 'The tag makes the page count as the hypervisor’s.',
  check(step) {
    const { op, outcome, before } = step;
    if (op.op === 'access') {
      const isWrite = op.kind === 'write' && op.nestedPresent && op.nestedWritable && op.guestPresent;
      if (!isWrite || !before.rmp.cpuSnpEnabled || before.rmp.state(op.spa) !== 'Firmware-IOMMU') return NOT_EXERCISED;
      return must(outcome.rmp?.fault !== null);
    }
    return judgeTarget(step, (dma, target) => {
      if (target.check === 'none' || !target.write) return NOT_EXERCISED;
      if (before.rmp.state(target.spa) !== 'Firmware-IOMMU') return NOT_EXERCISED;
      return mustFail(dma);
    });
  },
  explain: (step) =>
    step.op.op === 'access'
      ? `a CPU write to ${hexAddress(step.op.spa)}, which is Firmware-IOMMU, passed`
      : dmaText(step),
};

/** A page that a guest owns, among those that the presets and the ops so far have made anything of; null: none. */
function guestPage({ config, after }: DeviceStep): SpaPage | null {
  const isGuests = (page: SpaPage): boolean => !isShared(after.rmp, page) && (after.rmp.own(page)?.asid ?? 0) > 0;
  for (const { spa, pages, asid } of config.rmp.preset satisfies readonly RmpPreset[])
    if (asid > 0) for (let page = spa; page < spa + pages; page++) if (isGuests(page)) return page;
  for (const base of after.rmp.touchedRegions())
    for (let page = base; page < base + REGION_PAGES; page++) if (isGuests(page)) return page;
  return null;
}

export const RMP_087: DeviceStepRule = {
  id: 'RMP-087',
  title: 'Checks end after the guests',
  statement: 'When SNP_SHUTDOWN_EX has switched the IOMMU’s checks off, no page is owned by a guest.',
  source: 'rmp.md 1.7, 2.7 (no guests)',
  confidence: 'I',
  level: 'required',
  why: 'Without the checks every device reaches the pages that are left.',
  example: 'The shutdown is carried out while guests run.',
  scope: 'step',
  on: ['snpShutdown'],
  check(step) {
    if (!step.before.rmp.iommuSnpEnabled) return NOT_EXERCISED;
    if (step.after.rmp.iommuSnpEnabled) return HELD;
    return must(guestPage(step) === null);
  },
  explain: (step) => `the checks are off, and ${hexAddress(guestPage(step)!)} is still a guest’s`,
};
