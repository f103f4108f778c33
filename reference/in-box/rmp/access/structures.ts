import { ErrorBit } from '../../../../model/vocabulary/rmp/outcome';
import { IMMUTABLE, slotOf, VMSA } from '../entry-bits';
import type { StructureParts } from '../parts/access';

/** Error code of a virtualized VMSAVE: a nested write. rmp.md 3.4. */
const NPF_WRITE = 2 ** ErrorBit.present + 2 ** ErrorBit.write + 2 ** ErrorBit.user + 2 ** ErrorBit.rmp;

/** rmp.md 3.7. */
const vmrun: StructureParts['vmrun'] = (r, op) => {
  if (r.cpuSnpEnabled) {
    if (!r.parts.structureIsHypervisors(r, op.vmcb)) return r.raise('#GP', 0);
    if (op.avic !== null && !r.parts.structureIsHypervisors(r, op.avic)) return r.raise('VMEXIT_INVALID', 0);
    if (op.vmsa !== null) {
      const runs = op.snp ? r.parts.vmsaIsRunnable(r, op.vmsa, op.asid) : r.parts.structureIsHypervisors(r, op.vmsa);
      if (!runs) return r.raise('VMEXIT_INVALID', 0);
    }
  }
  r.use(op.vmcb);
  if (op.vmsa !== null) r.use(op.vmsa);
  if (op.avic !== null) r.use(op.avic);
  return true;
};

/** Page size taken as 4K. */
const structureIsHypervisors: StructureParts['structureIsHypervisors'] = (r, page) =>
  r.parts.hypervisorOwned(r, page, 12);

/** RMP-068, RMP-069. The address names no GPA, so that Reverse-Map has nothing to compare. */
const vmsaIsRunnable: StructureParts['vmsaIsRunnable'] = (r, page, asid) => {
  if (!r.parts.covered(r, page)) return false;
  const { words } = r.regionOf(page);
  const at = slotOf(r.parts.vmsaAuthority(r, page));
  const isMutable = (words[at]! & IMMUTABLE) === 0;
  return r.parts.asidOf(words, at) === asid && isMutable && (words[at + 1]! & VMSA) !== 0;
};

/** VMRUN_VMSA_ENTRY. */
const vmsaAuthority: StructureParts['vmsaAuthority'] = (r, page) =>
  r.assume.VMRUN_VMSA_ENTRY === 'own' ? page : r.parts.authority(r, page);

/** rmp.md 3.7: VM_HSAVE_PA when it is written, VMSAVE when it is executed. */
const saveStructure: StructureParts['saveStructure'] = (r, op) => {
  if (!r.cpuSnpEnabled || r.parts.structureIsHypervisors(r, op.spa)) {
    if (op.op === 'hsave') r.hsavePage = op.spa;
    return true;
  }
  return op.op === 'vmsave' && op.virtualized ? r.raise('NPF', NPF_WRITE) : r.raise('#GP', 0);
};

export const structureParts: StructureParts = {
  vmrun,
  saveStructure,
  structureIsHypervisors,
  vmsaIsRunnable,
  vmsaAuthority,
};
