import { rmpAssumption } from './rmp-assumption';

/** Whom the IOMMU's RMP check lets through, and what a refusal does. rmp.md 0.4, 0.5, 4. */
export const IO_RIGHTS_ASSUMPTIONS = [
  rmpAssumption('T0_READ_CHECKED', 'L', 'Are reads of an untrusted device checked?', [
    'AMD: DMA to and from shared memory only (AMDSEV issue 109); the only public fault log is of a write',
    'only writes are, as for host accesses; a read of private memory returns ciphertext',
  ]),
  rmpAssumption(
    'T0_SIZE_BIT_IGNORED',
    'I',
    'Does Page_Size of an unassigned entry matter to an untrusted device?',
    [
      'the test is of ownership; 2M and 1G IO pages over never-assigned memory work on SNP hosts (rmp.md 9.3)',
      'a literal reading of "checks for a 2M RMP entry": a 2M leaf needs Page_Size = 2M, a 4K leaf 4K (rmp.md 0.5)',
    ],
    ['AMB-RMP-SHARED-2M'],
  ),
  rmpAssumption('T0_2M_NEEDS_ALL_512_SHARED', 'L', 'Does one private page make a whole 2M IO page unusable?', [
    'M. Roth; commit f0295913c4b4 exists because of it (rmp.md 4.4 IO-04)',
    'only the page that is accessed counts',
  ]),
  rmpAssumption(
    'T1_NOT_VALIDATED',
    'I',
    'What does a trusted access to a page get that is assigned but not validated?',
    ['a fault: a device cannot take #VC', 'the access passes'],
  ),
  rmpAssumption('T1_VMPL_CHECKED', 'I', 'Do VMPL masks bind a trusted device?', [
    'the secure device table entry carries a VMPL (SEV-TIO)',
    'they bind CPUs only',
  ]),
  rmpAssumption('T1_VTOM_SPLITS', 'I', 'Does vTOM divide the accesses of a trusted device?', [
    'SEV-TIO: below it the private check, from it on the shared one',
    'every trusted access gets the private check',
  ]),
  rmpAssumption('T1_FAULT_FENCES_ASID', 'L', 'Does an RMP violation of a bound device fence its guest?', [
    'SEV-TIO as quoted on the list: IO of the guest stops until firmware clears the fence (rmp.md 4.5)',
    'it is contained, as for an untrusted device',
  ]),
  rmpAssumption('DTE_MODE0_ILLEGAL', 'S', 'Is pass-through (Mode = 0) refused while SNP is on?', [
    'Linux refuses identity domains (commit ba17de98545d); that hardware aborts with event 0x1 is inferred',
    'the system address is the IOVA, and gets the RMP check at 4K',
  ]),
  rmpAssumption('IOMMU_S1_FETCH', 'I', "Do fetches of a guest's IO tables get an RMP check?", [
    'each is checked like a read of the same T at the guest address of the table',
    'they are translated by the second stage, and not checked',
  ]),
  rmpAssumption('IOTLB_STALE_GRANTS', 'I', 'May a cached translation grant what the RMP denies now?', [
    'security says no: a hit keeps the translation, not the verdict (rmp.md 4.3)',
    'a hit skips the check, and software must invalidate in time',
  ]),
  rmpAssumption('IOMMU_PT_READ_CHECKED', 'I', 'Are reads by the IOMMU of its own structures checked?', [
    'they are not: only reads, of tables that the hypervisor owns anyway',
    'each needs a hypervisor-owned page; else RMP_HW_ERROR',
  ]),
  rmpAssumption('IOMMU_AD_WRITE_CHECK', 'I', 'Are A/D updates in host IO tables checked?', [
    'they are writes: the page must be hypervisor-owned',
    'they are not',
  ]),
  rmpAssumption('IOMMU_LOG_NEEDS_FW_IOMMU', 'S', 'Must logs and the completion store be Firmware-IOMMU pages?', [
    'firmware puts them into that state at SNP_INIT; that hardware checks it is inferred (rmp.md 4.2)',
    'the state keeps the CPU out, the IOMMU does not look at it',
  ]),
];
