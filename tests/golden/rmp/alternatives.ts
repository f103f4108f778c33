/**
 * What the alternatives of rmp.md 0.4 do where section 8 has no row for them. Where 0.5 does not define an alternative
 * either, the reading taken is stated beside the row. Data only.
 */
import { R1, R2, R3, R4, R5, R7, page, type GoldenRmpRow, type OutcomeExpectation } from './build';
import { host, plainGuest, psmash, pvalidate, rmpadjust, rmpupdate, S2M, snp, unassign } from './ops';

const WRITE_R3_BASE_4K = rmpupdate(R3, { asid: 5, gpa: 0x8040_0000 });
const WRITE_R3_2M = rmpupdate(R3, { size: S2M, asid: 5, gpa: 0x8040_0000 });

/** A guest reads R1 as data after it has made it a VMSA page. */
const vmsaRead = (expected: OutcomeExpectation, assume: GoldenRmpRow['assume'] = {}): GoldenRmpRow => ({
  id: 'VMSA page as data',
  assume,
  steps: [
    { op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 0, target: 1, mask: 0, vmsa: true }), expect: { code: 0 } },
    { op: snp('read', 0x8000_0000, R1, 21), expect: expected },
  ],
});

export const ALTERNATIVE_ROWS: readonly GoldenRmpRow[] = [
  vmsaRead({ fault: null }),
  vmsaRead({ fault: 'NPF', errorCode: 0x4_8000_0005 }, { VMSA_PAGE_DATA_ACCESS: 'deny' }),
  { id: 'resize: default', steps: [{ op: rmpupdate(R1, { asid: 5, gpa: 0x8000_0000 }), expect: { code: 4 } }] },
  {
    // Remove, then assign (rmp.md 9.10): the other 511 pages become Hypervisor, as the count of 0 says.
    id: 'resize',
    assume: { RMPUPDATE_BASE_2M_TO_4K: 'resize' },
    steps: [
      {
        op: rmpupdate(R1, { asid: 5, gpa: 0x8000_0000 }),
        expect: { code: 0 },
        pages: [
          { spa: R1, state: 'Guest-Invalid', effective: { size: 0 }, subCount: 0 },
          { spa: R1 + 0x1000, state: 'Hypervisor' },
        ],
      },
    ],
  },
  {
    id: 'base 4K to 2M: default',
    steps: [
      { op: WRITE_R3_BASE_4K, expect: { code: 0 }, pages: [{ spa: R3, subCount: 0, state: 'Guest-Invalid' }] },
      { op: WRITE_R3_2M, expect: { code: 0 }, pages: [{ spa: R3 + 0x1000, state: 'Guest-Invalid' }] },
    ],
  },
  {
    id: 'base 4K to 2M',
    assume: { RMPUPDATE_4K_BASE_TO_2M: 'overlap' },
    steps: [
      { op: WRITE_R3_BASE_4K, expect: { code: 0 } },
      { op: WRITE_R3_2M, expect: { code: 4 } },
    ],
  },
  { id: 'Reclaim tuple: default', steps: [{ op: rmpupdate(R3, {}), expect: { code: 1 } }] },
  {
    id: 'Reclaim tuple',
    assume: { RMPUPDATE_RECLAIM_TUPLE: 'accept' },
    steps: [{ op: rmpupdate(R3, {}), expect: { code: 0 }, pages: [{ spa: R3, state: 'Reclaim' }] }],
  },
  {
    id: 'HV-Fixed tuple: default',
    steps: [
      { op: rmpupdate(R3, { assigned: false, immutable: true }), expect: { code: 1 } },
      { op: rmpupdate(R3, { assigned: false, asid: 5 }), expect: { code: 1 } },
    ],
  },
  {
    // Immutable is written; an unassigned entry has ASID 0 all the same (RMP-010).
    id: 'HV-Fixed tuple',
    assume: { RMPUPDATE_HVFIXED_TUPLE: 'accept' },
    steps: [
      {
        op: rmpupdate(R3, { assigned: false, asid: 5 }),
        expect: { code: 0 },
        pages: [{ spa: R3, state: 'Hypervisor', own: { asid: 0 } }],
      },
      {
        op: rmpupdate(R3, { assigned: false, immutable: true }),
        expect: { code: 0 },
        pages: [{ spa: R3, state: 'HV-Fixed' }],
      },
    ],
  },
  {
    id: 'GPA alignment: default',
    steps: [{ op: rmpupdate(R3, { size: S2M, asid: 5, gpa: 0x8040_1000 }), expect: { code: 1 } }],
  },
  {
    id: 'GPA alignment',
    assume: { RMPUPDATE_GPA_ALIGN_2M: 'ignore' },
    steps: [
      {
        op: rmpupdate(R3, { size: S2M, asid: 5, gpa: 0x8040_1000 }),
        expect: { code: 0 },
        pages: [{ spa: R3 + 0x1000, effective: { gpa: 0x8_0402 } }],
      },
    ],
  },
  { id: 'psmash immutable: default', steps: [{ op: psmash(R4), expect: { code: [2, 7] } }] },
  {
    id: 'psmash immutable',
    assume: { PSMASH_IMMUTABLE: 'allow' },
    steps: [{ op: psmash(R4), expect: { code: 0 }, pages: [{ spa: R4 + 0x1000, state: 'Pre-Guest', subCount: 511 }] }],
  },
  {
    id: 'PVALIDATE at VMPL1: default',
    steps: [{ op: { ...pvalidate(0x80c0_0000, R7, S2M, true, 21), vmpl: 1 }, expect: { fault: '#GP', errorCode: 0 } }],
  },
  {
    id: 'PVALIDATE at VMPL1',
    assume: { PVALIDATE_NON_VMPL0: 'FAIL_PERMISSION' },
    steps: [{ op: { ...pvalidate(0x80c0_0000, R7, S2M, true, 21), vmpl: 1 }, expect: { code: 2, fault: null } }],
  },
  { id: 'host table walk: default', steps: [{ op: host('tableRead', R2, 12), expect: { fault: '#PF' } }] },
  {
    id: 'host table walk',
    assume: { HOST_PT_READ_CHECKED: false },
    steps: [
      { op: host('tableRead', R2, 12), expect: { fault: null } },
      { op: host('adUpdate', R2, 12), expect: { fault: '#PF' } },
      // The switch is about the host's tables: row E of 3.2 stands for those of a guest.
      { op: plainGuest('tableRead', R2, 12, false), expect: { fault: 'NPF' } },
    ],
  },
  {
    id: 'nested table walk: default',
    steps: [{ op: snp('nestedTableRead', 0x8000_0000, R2, 12), expect: { fault: null } }],
  },
  {
    id: 'nested table walk',
    assume: { NPT_READ_CHECKED: true },
    steps: [
      { op: snp('nestedTableRead', 0x8000_0000, R2, 12), expect: { fault: 'NPF' } },
      { op: snp('nestedTableRead', 0x8000_0000, 0x4030_0000, 12), expect: { fault: null } },
    ],
  },
  {
    // Page_Size and GPA stay in the base entry, until a 4K update of the region clears the former (0.5).
    id: 'unassigned entry',
    assume: { UNASSIGN_ZEROES_ENTRY: false },
    steps: [
      {
        op: unassign(R1, S2M),
        expect: { code: 0 },
        pages: [
          { spa: R1, state: 'Hypervisor', own: { assigned: false, size: 1, asid: 0 }, effective: { size: 0 } },
          { spa: R1 + 0x1000, raw0: 0n },
        ],
      },
      {
        op: rmpupdate(R1 + 0x3000, { asid: 5, gpa: 0x8000_3000 }),
        expect: { code: 0 },
        pages: [{ spa: R1, own: { size: 0 } }],
      },
    ],
  },
  {
    // A hole inside coverage after SNP_INIT; the RMP itself becomes Firmware, logs Firmware-IOMMU (1.5, 1.7).
    id: 'SNP_INIT: default',
    config: { iommuSnpEnabled: false, preset: [], iommuPages: [page(R3)] },
    steps: [
      {
        op: { op: 'snpInit' },
        expect: { code: 0 },
        pages: [
          { spa: 0xe000_0000, state: 'HV-Fixed' },
          { spa: 0x0020_0000, state: 'Firmware' },
          { spa: R3, state: 'Firmware-IOMMU' },
          { spa: R5, state: 'Hypervisor' },
        ],
      },
    ],
  },
  {
    id: 'SNP_INIT',
    assume: { MMIO_IN_COVERAGE: 'HYPERVISOR' },
    config: { iommuSnpEnabled: false, preset: [] },
    steps: [{ op: { op: 'snpInit' }, expect: { code: 0 }, pages: [{ spa: 0xe000_0000, state: 'Hypervisor' }] }],
  },
];
