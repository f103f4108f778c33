import { rmpAssumption } from './rmp-assumption';

/** CPU accesses, guest instructions and set-up where their texts leave a choice. rmp.md 0.4, 0.5. */
export const CPU_ASSUMPTIONS = [
  rmpAssumption('HOST_PT_READ_CHECKED', 'S', "Are reads of the host's own page tables by a walk checked?", [
    'APM vol. 2 table 15-39 lists page-table accesses; AMD prose says that reads are exempt',
    'only A/D updates are, as writes',
  ]),
  rmpAssumption('NPT_READ_CHECKED', 'I', 'Are reads of nested page tables by a walk checked?', [
    'VMRUN does not check nCR3 because it is only read (APM vol. 2)',
    'they are, as host page-table reads',
  ]),
  rmpAssumption('PVALIDATE_NON_VMPL0', 'R', 'What does PVALIDATE outside VMPL0 get?', [
    '#GP(0)',
    'FAIL_PERMISSION; public intrinsics pages list only codes 1 and 6',
  ]),
  rmpAssumption('VMSA_PAGE_DATA_ACCESS', 'I', 'May a guest access a VMSA page as data?', [
    'the VMSA bit does not appear in APM vol. 2 table 15-39',
    'such accesses fault',
  ]),
  rmpAssumption('VMRUN_VMSA_ENTRY', 'I', 'Which entry does VMRUN read for a VMSA page under a 2M entry?', [
    'the effective one, that of the 2M-aligned page',
    'its own, which is a stub with ASID 0: every such page is refused',
  ]),
  rmpAssumption('INUSE_SPURIOUS', 'S', 'May a checked access fault while another CPU uses the entry?', [
    'no: the suite does not generate such moments',
    'yes, any; software retries. Never the opposite: no access may pass (APM vol. 2 15.36.10)',
  ]),
  rmpAssumption('MMIO_IN_COVERAGE', 'S', 'In which state does SNP_INIT leave MMIO inside coverage?', [
    'HV-Fixed, in the published Genoa firmware',
    'Hypervisor, as other firmware may do',
  ]),
];
