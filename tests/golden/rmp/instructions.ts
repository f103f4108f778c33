/** rmp.md 8.4: RMPUPDATE and PSMASH. Data only. */
import { R1, R2, R3, R4, R5, R6, UP, type GoldenRmpRow, type OutcomeExpectation } from './build';
import { host, psmash, reclaim, rmpadjust, rmpupdate, S2M, snp, unassign } from './ops';

const SUCCESS: OutcomeExpectation = { code: 0, fault: null };
const code = (value: number | readonly number[]): OutcomeExpectation => ({ code: value, fault: null });
const NOTHING = [0, 0, 0, 0];
const FULL_FIRST = [0x1f, 0, 0, 0];

export const RMPUPDATE_ROWS: readonly GoldenRmpRow[] = [
  {
    id: 'RG40',
    steps: [
      {
        op: rmpupdate(R3, { size: S2M, asid: 5, gpa: 0x8040_0000 }),
        expect: SUCCESS,
        pages: [
          {
            spa: R3,
            state: 'Guest-Invalid',
            subCount: 0,
            own: { assigned: true, size: 1, immutable: false, gpa: 0x8_0400, asid: 5, masks: FULL_FIRST },
          },
          { spa: R3 + 0x1000, own: { assigned: true, size: 0, immutable: false, asid: 0 }, effective: { size: 1 } },
          { spa: R3 + 0x1f_f000, own: { assigned: true, size: 0, asid: 0 }, state: 'Guest-Invalid' },
        ],
      },
    ],
  },
  {
    id: 'RG40b',
    steps: [
      {
        op: rmpupdate(R3, { size: S2M, immutable: true }),
        expect: SUCCESS,
        pages: [
          { spa: R3, state: 'Firmware', own: { masks: NOTHING } },
          { spa: R3 + 0x1000, state: 'Firmware' },
        ],
      },
    ],
  },
  { id: 'RG40c', steps: [{ op: rmpupdate(R3, { immutable: true, gpa: 0x2_0000_0000_1000 }), expect: code(1) }] },
  {
    id: 'RG40c',
    assume: { RMPUPDATE_FIRMWARE_GPA: 'zeroed' },
    steps: [
      {
        op: rmpupdate(R3, { immutable: true, gpa: 0x2_0000_0000_1000 }),
        expect: SUCCESS,
        pages: [{ spa: R3, state: 'Firmware', own: { gpa: 0 } }],
      },
    ],
  },
  {
    id: 'RG40c',
    assume: { RMPUPDATE_FIRMWARE_GPA: 'kept' },
    steps: [
      {
        op: rmpupdate(R3, { immutable: true, gpa: 0x2_0000_0000_1000 }),
        expect: SUCCESS,
        pages: [{ spa: R3, state: 'Firmware-IOMMU', own: { gpa: 0x20_0000_0001 } }],
      },
    ],
  },
  { id: 'RG41', steps: [{ op: rmpupdate(R2, { size: S2M, asid: 5, gpa: 0x8020_0000 }), expect: code(4) }] },
  { id: 'RG42', steps: [{ op: unassign(R1 + 0x1000), expect: code(4) }] },
  {
    id: 'RG43',
    pages: [{ spa: R2, subCount: 255 }],
    steps: [
      {
        op: rmpupdate(0x4030_0000, { asid: 5, gpa: 0x8030_0000 }),
        expect: SUCCESS,
        pages: [{ spa: R2, subCount: 256 }],
      },
    ],
  },
  { id: 'RG44', steps: [{ op: rmpupdate(0xe000_0000, { asid: 5 }), expect: code(2) }] },
  { id: 'RG45', steps: [{ op: rmpupdate(UP, { asid: 5 }), expect: code(1) }] },
  {
    id: 'RG46',
    steps: [
      { op: unassign(R4, S2M), expect: code(2) },
      { op: reclaim(R4, S2M), expect: SUCCESS, pages: [{ spa: R4, state: 'Guest-Invalid' }] },
      { op: unassign(R4, S2M), expect: SUCCESS, pages: [{ spa: R4, state: 'Hypervisor' }] },
    ],
  },
  { id: 'RG46b', steps: [{ op: unassign(R4 + 0x1000), expect: code([2, 4]) }] },
  {
    id: 'RG46b',
    assume: { RMPUPDATE_ERR_ORDER: 'fixed list' },
    steps: [{ op: unassign(R4 + 0x1000), expect: code(2) }],
  },
  { id: 'RG47', steps: [{ op: rmpupdate(R3 + 0x1000, { size: S2M, asid: 5 }), expect: code(1) }] },
  { id: 'RG48', steps: [{ op: rmpupdate(R3, { asid: 5, gpa: 0x8040_0000 }, 5), expect: code(2) }] },
  {
    id: 'RG49',
    steps: [
      {
        op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 0, target: 1, mask: 3 }),
        expect: SUCCESS,
      },
      {
        op: rmpupdate(R1, { size: S2M, asid: 5, gpa: 0x8040_0000 }),
        expect: SUCCESS,
        pages: [{ spa: R1, own: { validated: false, masks: FULL_FIRST, gpa: 0x8_0400 } }],
      },
    ],
  },
  {
    id: 'RG50',
    steps: [
      {
        op: rmpupdate(R1, { size: S2M, asid: 5, gpa: 0x8000_0000 }),
        expect: SUCCESS,
        pages: [{ spa: R1, state: 'Guest-Valid' }],
      },
    ],
  },
  {
    id: 'RG50',
    assume: { RMPUPDATE_SAME_KEEPS_VALIDATED: false },
    steps: [
      {
        op: rmpupdate(R1, { size: S2M, asid: 5, gpa: 0x8000_0000 }),
        expect: SUCCESS,
        pages: [{ spa: R1, state: 'Guest-Invalid' }],
      },
    ],
  },
  {
    id: 'RG51',
    steps: [
      { op: host('write', R1, 21), expect: { fault: '#PF' } },
      {
        op: unassign(R1, S2M),
        expect: SUCCESS,
        pages: [0, 1, 255, 511].map((i) => ({ spa: R1 + i * 0x1000, state: 'Hypervisor', raw0: 0n, raw1: 0n })),
      },
      { op: host('write', R1, 21), expect: { fault: null } },
    ],
  },
  {
    id: 'RG62',
    pages: [{ spa: R6, subCount: 4 }],
    steps: [
      {
        op: unassign(R6 + 0x1000),
        expect: SUCCESS,
        pages: [
          { spa: R6, subCount: 3, state: 'Firmware' },
          { spa: R6 + 0x1000, state: 'Hypervisor' },
        ],
      },
    ],
  },
  {
    id: 'RG62',
    assume: { RMPUPDATE_IMMUTABLE_BASE_BLOCKS_SUB: true },
    steps: [{ op: unassign(R6 + 0x1000), expect: code(2), pages: [{ spa: R6, subCount: 4 }] }],
  },
];

export const PSMASH_ROWS: readonly GoldenRmpRow[] = [
  {
    id: 'RG52',
    steps: [
      {
        op: psmash(R1),
        expect: SUCCESS,
        pages: [
          { spa: R1, raw0: 0x4028000080000ff9n, raw1: 0x1fn, state: 'Guest-Valid', subCount: 511 },
          { spa: R1 + 0x1000, raw0: 0x4028000080001001n, raw1: 0x1fn, state: 'Guest-Valid' },
          { spa: R1 + 0x1f_f000, effective: { gpa: 0x8_01ff, size: 0, validated: true }, state: 'Guest-Valid' },
        ],
      },
    ],
  },
  {
    id: 'RG53',
    steps: [
      { op: psmash(R1 + 0x1000), expect: code(1) },
      { op: psmash(R5), expect: code(7) },
      { op: psmash(R3), expect: code(7) },
      { op: psmash(UP), expect: code(1) },
    ],
  },
  ...([1, 2] as const).map((other): GoldenRmpRow => ({
    id: 'RG53',
    assume: { PSMASH_NOT_2M_CODE: other },
    steps: [{ op: psmash(R5), expect: code(other) }],
  })),
  {
    id: 'RG54',
    steps: [
      { op: psmash(R1), expect: SUCCESS },
      { op: snp('read', 0x8000_0000, R1, 21), expect: { fault: 'NPF', errorCode: 0x4_8000_0005 } },
      { op: snp('read', 0x8000_0000, R1, 12), expect: { fault: null } },
    ],
  },
  {
    id: 'RG55',
    steps: [
      { op: psmash(R1), expect: SUCCESS },
      { op: unassign(R1 + 0x1000), expect: SUCCESS, pages: [{ spa: R1, subCount: 510 }] },
      { op: host('write', R1 + 0x1000, 12), expect: { fault: null } },
      { op: host('write', R1 + 0x2000, 12), expect: { fault: '#PF', errorCode: 0x8000_0003 } },
    ],
  },
];
