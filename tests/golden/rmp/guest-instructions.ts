/** rmp.md 8.4: instructions of the guest, firmware commands, and the host's direct map. Data only. */
import { R1, R3, R4, R5, R6, R7, type GoldenRmpRow, type OutcomeExpectation } from './build';
import { host, psmash, pvalidate, reclaim, rmpadjust, rmpupdate, S2M, S4K, snp, unassign, vmrun } from './ops';

const SUCCESS: OutcomeExpectation = { code: 0, fault: null };
const code = (value: number): OutcomeExpectation => ({ code: value, fault: null });

const SIZEM: OutcomeExpectation = { fault: 'NPF', errorCode: 0xc_8000_0005 };

export const GUEST_INSTRUCTION_ROWS: readonly GoldenRmpRow[] = [
  {
    id: 'RG56',
    steps: [
      { op: pvalidate(0x80c0_1000, R7 + 0x1000, S4K, true, 21), expect: SIZEM },
      { op: psmash(R7), expect: SUCCESS },
      { op: pvalidate(0x80c0_1000, R7 + 0x1000, S4K, true, 21), expect: SIZEM },
      {
        op: pvalidate(0x80c0_1000, R7 + 0x1000, S4K, true, 12),
        expect: { code: 0, carry: false },
        pages: [
          { spa: R7 + 0x1000, state: 'Guest-Valid' },
          { spa: R7, state: 'Guest-Invalid' },
        ],
      },
    ],
  },
  { id: 'RG57', steps: [{ op: pvalidate(0x8080_0000, R5, S2M, true, 21), expect: code(6) }] },
  {
    id: 'RG58',
    steps: [
      { op: pvalidate(0x8000_0000, R1, S2M, true, 21), expect: { code: 0, carry: true } },
      {
        op: pvalidate(0x80c0_0000, R7, S2M, true, 21),
        expect: { code: 0, carry: false },
        pages: [{ spa: R7 + 0x5000, state: 'Guest-Valid' }],
      },
    ],
  },
  {
    id: 'RG59',
    steps: [
      { op: pvalidate(0x8000_0000, R1, S2M, false, 21), expect: { code: 0, carry: false } },
      { op: snp('read', 0x8000_0000, R1, 21), expect: { fault: '#VC' } },
    ],
  },
  {
    id: 'RG60',
    steps: [
      {
        op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 0, target: 1, mask: 0x1f }),
        expect: SUCCESS,
        pages: [{ spa: R1, own: { masks: [0x1f, 0x1f, 0, 0] } }],
      },
    ],
  },
  {
    id: 'RG60',
    steps: [{ op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 0, target: 0, mask: 0x1f }), expect: code(2) }],
  },
  {
    id: 'RG60',
    steps: [{ op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 1, target: 2, mask: 2 }), expect: code(2) }],
  },
  {
    id: 'RG60b',
    steps: [
      { op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 0, target: 1, mask: 0x1f }), expect: SUCCESS },
      {
        op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 1, target: 2, mask: 2 }),
        expect: SUCCESS,
        pages: [{ spa: R1, own: { masks: [0x1f, 0x1f, 2, 0] } }],
      },
    ],
  },
  {
    id: 'RG62b',
    steps: [
      {
        op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 0, target: 1, mask: 0x1f, vmsa: true }),
        expect: SUCCESS,
        pages: [{ spa: R1, own: { vmsa: true } }],
      },
      { op: vmrun(5, R1 + 0x1000), expect: { fault: null } },
    ],
  },
  {
    id: 'RG62b',
    assume: { VMRUN_VMSA_ENTRY: 'own' },
    steps: [
      {
        op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 0, target: 1, mask: 0x1f, vmsa: true }),
        expect: SUCCESS,
      },
      { op: vmrun(5, R1 + 0x1000), expect: { fault: 'VMEXIT_INVALID' } },
    ],
  },
  { id: 'RG62b', steps: [{ op: vmrun(5, R1 + 0x1000), expect: { fault: 'VMEXIT_INVALID' } }] },
];

const INVALID_ADDRESS = 9;
const INVALID_PAGE_SIZE = 0x19;
const INVALID_PAGE_STATE = 0x1a;

export const FIRMWARE_ROWS: readonly GoldenRmpRow[] = [
  {
    id: 'RG61',
    steps: [
      { op: reclaim(R4, S4K), expect: code(INVALID_PAGE_SIZE) },
      { op: reclaim(R4, S2M), expect: SUCCESS, pages: [{ spa: R4, state: 'Guest-Invalid' }] },
      { op: reclaim(R6 + 0x2000, S4K), expect: code(INVALID_PAGE_STATE) },
      {
        op: reclaim(R6 + 0x4000, S4K),
        expect: SUCCESS,
        pages: [{ spa: R6 + 0x4000, state: 'Guest-Invalid', own: { asid: 7, gpa: 1 } }],
      },
    ],
  },
  {
    id: 'RG61b',
    steps: [
      { op: reclaim(R4 + 0x1000, S4K), expect: code(INVALID_PAGE_SIZE) },
      { op: reclaim(R4 + 0x1000, S2M), expect: code(INVALID_ADDRESS) },
    ],
  },
];

/** RG62c: the leaf of the host is part of the access; RMP-107 itself is a rule of the host machine. */
export const DIRECT_MAP_ROWS: readonly GoldenRmpRow[] = [
  {
    id: 'RG62c',
    steps: [
      { op: rmpupdate(R3, { size: S2M, asid: 5, gpa: 0x8040_0000 }), expect: SUCCESS },
      { op: psmash(R3), expect: SUCCESS },
      { op: unassign(R3 + 0x1000), expect: SUCCESS },
      { op: host('write', R3 + 0x1000, 21), expect: { fault: '#PF', errorCode: 0x8000_0003 } },
      { op: host('write', R3 + 0x1000, 12), expect: { fault: null } },
    ],
  },
];
