import { rmpAssumption } from './rmp-assumption';

/** RMPUPDATE and PSMASH where their texts leave a choice. rmp.md 0.4, 0.5, 2.1, 2.2. */
export const RMPUPDATE_ASSUMPTIONS = [
  rmpAssumption('RMPUPDATE_ERR_ORDER', 'I', 'Several checks of RMPUPDATE fail: which code is returned?', [
    'no public text fixes an order; any code of a failing check will do',
    'the order of rmp.md 2.1',
  ]),
  rmpAssumption('RMPUPDATE_BASE_2M_TO_4K', 'C', 'May a 4K RMPUPDATE of the first page of a 2M entry change its size?', [
    'the text of the return codes suggests FAIL_OVERLAP; Linux never tries',
    'APM vol. 2 15.36.11 says RMPUPDATE can change the size, clearing Validated',
  ]),
  rmpAssumption('RMPUPDATE_4K_BASE_TO_2M', 'I', 'May a 2M RMPUPDATE replace an assigned 4K entry of the first page?', [
    'yes if no other page of the region is assigned: the sub-page count does not count the first',
    'any assigned 4K page overlaps',
  ]),
  rmpAssumption(
    'RMPUPDATE_SAME_KEEPS_VALIDATED',
    'C',
    'Does RMPUPDATE keep Validated where owner, GPA and size stay?',
    [
      'Pre-Swap (validated and immutable) must be reachable by setting Immutable (rmp.md 5.1, remark on T12)',
      'a formal model of the guest side has a variant that clears it always (VERISMO)',
    ],
  ),
  rmpAssumption('RMPUPDATE_RECLAIM_TUPLE', 'I', 'May RMPUPDATE write assigned, ASID 0, not immutable?', [
    'it is the state that only firmware leaves behind (Reclaim): FAIL_INPUT',
    'it is written as given',
  ]),
  rmpAssumption('RMPUPDATE_HVFIXED_TUPLE', 'I', 'May RMPUPDATE write unassigned with Immutable or an ASID?', [
    'it would be HV-Fixed, which firmware makes: FAIL_INPUT',
    'it is written as given',
  ]),
  rmpAssumption('RMPUPDATE_GPA_ALIGN_2M', 'R', 'Must the GPA of a 2M entry be 2M-aligned?', [
    'recollected from the instruction reference: FAIL_INPUT',
    'it is not checked',
  ]),
  rmpAssumption('RMPUPDATE_FIRMWARE_GPA', 'I', 'What becomes of a GPA given with ASID 0 and Immutable?', [
    'FAIL_INPUT; Linux always passes 0',
    'it succeeds, with GPA 0',
    'it is kept: the hypervisor could forge Metadata or Firmware-IOMMU pages',
  ]),
  rmpAssumption('VMPL_FULL_MASK', 'L', 'Which mask does VMPL0 get of a new page?', [
    'a raw entry dumped in Feb 2026 shows 0x1F (rmp.md LOG26)',
    'the four bits without supervisor shadow stack',
    'all bits',
  ]),
  rmpAssumption(
    'RMPUPDATE_IMMUTABLE_BASE_BLOCKS_SUB',
    'C',
    'Does an immutable first page, which holds the sub-page count, block updates of the other 511?',
    [
      'firmware is written for live updates by the CPU in such regions',
      'AMDSEV issue 245 logs code 2 right after 256 firmware pages of the same region (rmp.md 9.25)',
    ],
  ),
  rmpAssumption('PSMASH_NOT_2M_CODE', 'L', 'Which code does PSMASH return for a page that is not 2M?', [
    'field logs of a second PSMASH show 7',
    'FAIL_INPUT',
    'FAIL_PERMISSION',
  ]),
  rmpAssumption('PSMASH_IMMUTABLE', 'S', 'Does PSMASH split an immutable entry?', [
    'Immutable means not changeable by x86 instructions (APM vol. 2, table 15-34); code 2 or 7',
    'it does',
  ]),
  rmpAssumption('UNASSIGN_ZEROES_ENTRY', 'I', 'Does an unassigned entry read back as zero?', [
    'all fields of the entry are zero',
    'Page_Size and GPA of the new state stay (rmp.md 0.5)',
  ]),
];
