import { EventCode, EventFlag } from '../../../../model/vocabulary/device-access/outcome';
import { deviceWriter } from '../../rmp/writer';
import type { EventParts, StructureParts } from '../parts/check';

/** rmp.md 4.5. */
const illegalDte: EventParts['illegalDte'] = (d) => {
  d.raise(EventCode.illegalDte, d.parts.directionFlag(d), 0, 0);
};

/** The IOVA. */
const ioPageFault: EventParts['ioPageFault'] = (d, flags) => {
  d.raise(EventCode.ioPageFault, flags | d.parts.directionFlag(d), d.iova, d.offset);
};

/** RMP-089: the GPA, of a table page where its fetch failed. */
const rmpPageFault: EventParts['rmpPageFault'] = (d, gpa, offset) => {
  d.raise(EventCode.rmpPageFault, d.parts.directionFlag(d), gpa, offset);
};

/** The SPA. */
const rmpHwError: EventParts['rmpHwError'] = (d, spa) => {
  d.raise(EventCode.rmpHwError, d.parts.directionFlag(d), spa, 0);
};

const directionFlag: EventParts['directionFlag'] = (d) => (d.write ? 1 << EventFlag.write : 0);

/** RMP-117. */
const fenceBlocks: EventParts['fenceBlocks'] = (d) => d.t === 1 && d.isFenced(d.route.asid);

/** T1_FAULT_FENCES_ASID. */
const fenceOnRmpFault: EventParts['fenceOnRmpFault'] = (d) => {
  if (d.t === 1 && d.assume.T1_FAULT_FENCES_ASID) d.fences.add(d.route.asid);
};

/** rmp.md 4.5: a host page-table fault fences as an RMP violation does. */
const fenceOnHostFault: EventParts['fenceOnHostFault'] = (d) => {
  if (d.t === 1 && d.assume.T1_FAULT_FENCES_ASID) d.fences.add(d.route.asid);
};

const clearFence: EventParts['clearFence'] = (d, asid) => {
  d.fences.delete(asid);
};

const mmioPasses: EventParts['mmioPasses'] = (d, device) => {
  const sdte = d.sdtes[device] ?? null;
  return sdte === null || !sdte.valid || !d.isFenced(sdte.asid);
};

const noteDmaWrite: EventParts['noteDmaWrite'] = (d, spa) => {
  d.rmp.noteWrite(spa, deviceWriter(d.device, d.t));
};

/** IOMMU_PT_READ_CHECKED. */
const iommuMayRead: StructureParts['iommuMayRead'] = (d, page) =>
  !d.assume.IOMMU_PT_READ_CHECKED || !d.rmp.iommuSnpEnabled || d.rmp.hv(page);

/** IOMMU_LOG_NEEDS_FW_IOMMU. */
const iommuMayLog: StructureParts['iommuMayLog'] = (d, page) =>
  !d.assume.IOMMU_LOG_NEEDS_FW_IOMMU || !d.rmp.iommuSnpEnabled || d.rmp.state(page) === 'Firmware-IOMMU';

/** IOMMU_AD_WRITE_CHECK. */
const iommuMayUpdate: StructureParts['iommuMayUpdate'] = (d, page) =>
  d.assume.IOMMU_AD_WRITE_CHECK === 'none' || !d.rmp.iommuSnpEnabled || d.rmp.hv(page);

export const eventParts: EventParts & StructureParts = {
  illegalDte,
  ioPageFault,
  rmpPageFault,
  rmpHwError,
  directionFlag,
  fenceBlocks,
  fenceOnRmpFault,
  fenceOnHostFault,
  clearFence,
  mmioPasses,
  noteDmaWrite,
  iommuMayRead,
  iommuMayLog,
  iommuMayUpdate,
};
