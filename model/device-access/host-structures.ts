/** What the IOMMU and the firmware do besides requests: rmp.md 3.8, 4.2, 4.5, 2.7. */
import type { DeviceOp } from '../vocabulary/device-access/op';
import type { DeviceOutcome } from '../vocabulary/device-access/outcome';
import { REGION_PAGES } from '../vocabulary/rmp/entry';
import { AMDV1 } from '../page-table/formats/amdv1';
import { pageOfSpa } from '../rmp/address';
import { psmash } from '../rmp/instructions/psmash';
import { rmpHwError } from './events';
import { LG_2M } from './granule';
import { findLeaf, splitLeaf } from './mapper';
import { DONE, REFUSED } from './outcome';
import type { DeviceAccessState } from './state';

type Op<Name extends DeviceOp['op']> = Extract<DeviceOp, { readonly op: Name }>;

/** Records of the IOMMU's own accesses name no device. */
const NO_DEVICE = 0;

/** The IOMMU reads a host-side structure. */
export const iommuRead = (io: DeviceAccessState, { spa }: Op<'iommuRead'>): DeviceOutcome =>
  io.mayNotRead(spa) ? { ...REFUSED, event: rmpHwError(NO_DEVICE, spa, false) } : DONE;

function mayWrite(io: DeviceAccessState, { spa, what }: Op<'iommuWrite'>): boolean {
  const { state } = io.rmp;
  if (!state.iommuSnpEnabled) return true;
  if (what === 'hostAD') return io.assume.IOMMU_AD_WRITE_CHECK === 'none' || state.table.hv(spa);
  return !io.assume.IOMMU_LOG_NEEDS_FW_IOMMU || state.stateOf(spa) === 'Firmware-IOMMU';
}

/** The IOMMU writes a log, a completion, or A/D bits of a host table. */
export const iommuWrite = (io: DeviceAccessState, op: Op<'iommuWrite'>): DeviceOutcome =>
  mayWrite(io, op) ? DONE : { ...REFUSED, event: rmpHwError(NO_DEVICE, op.spa, true) };

/** The guest of a bound device touches its MMIO: while fenced, reads give all ones and writes are dropped. */
export function mmio(io: DeviceAccessState, { device, write }: Op<'mmio'>): DeviceOutcome {
  const sdte = io.sdte(device);
  if (sdte === null || !sdte.valid || !io.fenced.has(sdte.asid)) return DONE;
  return write ? REFUSED : { ...REFUSED, allOnes: true };
}

/** PSMASH_IO: the RMP entry and the 2M leaf over it split together, and no IOTLB entry of it stays. */
export function psmashIo(io: DeviceAccessState, op: Op<'psmashIo'>): DeviceOutcome {
  const { state } = io.rmp;
  const tree = io.tables[op.table];
  const leaf = tree?.table.format === 'amdv1' ? findLeaf(io, op.table, op.iova) : null;
  if (tree === undefined || leaf === null || leaf.level !== 1 || tree.free < 1) return REFUSED;
  const lo = io.memory.lo(leaf.page, leaf.index);
  const hi = io.memory.hi(leaf.page, leaf.index);
  const isThisLeaf =
    AMDV1.leafLg(leaf.level, lo, hi) === LG_2M &&
    AMDV1.leafOa(leaf.level, lo, hi, io.cBit) === pageOfSpa(state.table, op.spa);
  if (!isThisLeaf) return REFUSED;
  const rmp = psmash(state, { op: 'psmash', spa: op.spa, asid: 0 });
  if (rmp.code !== 0) return { ...REFUSED, rmp };
  splitLeaf(io, op.table, leaf);
  io.iotlb.invalidateGpa(op.iova - (op.iova % REGION_PAGES), REGION_PAGES);
  return { ...DONE, rmp };
}
