/** rmp.md 8.2 and 8.3: CPU accesses. Data only. Error codes leave bits 32 and 33 out. */
import {
  FAR_BAR,
  MM,
  R1,
  R2,
  R3,
  R4,
  R5,
  R6,
  R7,
  R8,
  UP,
  page,
  type GoldenRmpRow,
  type OutcomeExpectation,
} from './build';
import { host, plainGuest, rmpadjust, S2M, snp } from './ops';

const OK: OutcomeExpectation = { fault: null };
const HOST_KERNEL: OutcomeExpectation = { fault: '#PF', errorCode: 0x8000_0003 };
/** An SNP private read, or fetch with bit 4, that fails a check of the ownership group. */
const NPF_READ: OutcomeExpectation = { fault: 'NPF', errorCode: 0x4_8000_0005 };
const NPF_WRITE: OutcomeExpectation = { fault: 'NPF', errorCode: 0x4_8000_0007 };
const NPF_SHARED_WRITE: OutcomeExpectation = { fault: 'NPF', errorCode: 0x8000_0007 };
const VC: OutcomeExpectation = { fault: '#VC', errorCode: 0 };

export const HOST_ROWS: readonly GoldenRmpRow[] = [
  {
    id: 'RG06',
    steps: [
      { op: host('write', R3, 12), expect: OK },
      { op: host('write', R3, 21), expect: OK },
    ],
  },
  { id: 'RG07', steps: [{ op: host('write', 0x4030_0000, 12), expect: OK }] },
  { id: 'RG08', steps: [{ op: host('write', 0x4030_0000, 21), expect: HOST_KERNEL }] },
  { id: 'RG09', steps: [{ op: host('write', 0x4030_0000, 30), expect: HOST_KERNEL }] },
  { id: 'RG10', steps: [{ op: host('write', R3, 30), expect: OK }] },
  { id: 'RG11', steps: [12, 21, 30].map((lg) => ({ op: host('read', R1, lg), expect: OK })) },
  {
    id: 'RG12',
    steps: [{ op: host('write', R1 + 0x1000, 12, true), expect: { fault: '#PF', errorCode: 0x8000_0007 } }],
  },
  { id: 'RG13', steps: [{ op: host('write', R6 + 0x1000, 12), expect: HOST_KERNEL }] },
  {
    id: 'RG14',
    steps: [
      { op: host('write', R6 + 0x5000, 12), expect: OK },
      { op: host('write', R6 + 0x5000, 21), expect: HOST_KERNEL },
    ],
  },
  {
    id: 'RG15',
    steps: [
      { op: host('write', 0xe000_0000, 12), expect: OK },
      { op: host('write', UP, 12), expect: OK },
    ],
  },
  { id: 'RG16', steps: [{ op: host('write', 0x0020_0000, 12), expect: HOST_KERNEL }] },
  {
    id: 'RG17',
    steps: [
      { op: plainGuest('read', R1, 12, false), expect: OK },
      { op: plainGuest('write', R1, 12, false), expect: NPF_SHARED_WRITE },
      { op: plainGuest('write', R1, 12, true), expect: NPF_WRITE },
    ],
  },
];

export const SNP_ROWS: readonly GoldenRmpRow[] = [
  { id: 'RG18', steps: [{ op: snp('read', 0x8000_0123, R1, 21), expect: OK }] },
  { id: 'RG19', steps: [{ op: snp('read', 0x8000_0123, R1, 12), expect: NPF_READ }] },
  { id: 'RG20', steps: [{ op: snp('read', 0x8000_0000, R1, 30), expect: OK }] },
  { id: 'RG21', steps: [{ op: snp('read', 0x8080_0000, R5, 30), expect: NPF_READ }] },
  { id: 'RG22', steps: [{ op: snp('read', 0x8080_3000, R5 + 0x3000, 12), expect: OK }] },
  { id: 'RG23', steps: [{ op: snp('read', 0x8080_0000, R5, 21), expect: NPF_READ }] },
  { id: 'RG24', steps: [{ op: snp('read', 0x80e0_0000, R8, 21), expect: NPF_READ }] },
  { id: 'RG25', steps: [{ op: snp('read', 0x8000_0000, R8, 21, { asid: 7 }), expect: OK }] },
  { id: 'RG26', steps: [{ op: snp('read', 0x8020_0000, R8, 21, { asid: 7 }), expect: NPF_READ }] },
  { id: 'RG27', steps: [{ op: snp('write', 0x80c0_0000, R7, 21), expect: VC }] },
  { id: 'RG28', steps: [{ op: snp('write', 0x80c0_0000, R7, 12), expect: NPF_WRITE }] },
  { id: 'RG29', steps: [{ op: snp('read', 0x8060_0000, R4, 21), expect: NPF_READ }] },
  { id: 'RG30', steps: [{ op: snp('read', 0x8000_0000, R1, 12, { cBit: false }), expect: OK }] },
  {
    id: 'RG31',
    steps: [
      { op: snp('write', 0x9030_0000, 0x4030_0000, 12, { cBit: false }), expect: OK },
      { op: snp('write', 0x9030_0000, 0x4030_0000, 21, { cBit: false }), expect: NPF_SHARED_WRITE },
    ],
  },
  { id: 'RG32', steps: [{ op: snp('read', 0x8040_0000, R3, 12), expect: NPF_READ }] },
  {
    id: 'RG33',
    steps: [
      { op: snp('read', 0x8000_0000, 0xe000_0000, 12), expect: NPF_READ },
      { op: snp('read', 0x8000_0000, FAR_BAR, 12), expect: NPF_READ },
      { op: snp('write', 0x8000_0000, MM, 21), expect: NPF_WRITE },
    ],
  },
  {
    id: 'RG34',
    steps: [
      {
        op: snp('read', 0x8000_0000, R1, 21, { vmpl: 1 }),
        expect: { fault: 'NPF', errorCode: 0x14_8000_0005 },
      },
    ],
  },
  { id: 'RG35', steps: [{ op: snp('read', 0x80c0_0000, R7, 21, { vmpl: 1 }), expect: VC }] },
  {
    id: 'RG36',
    steps: [
      {
        op: rmpadjust(0x8000_0000, R1, S2M, 21, { vmpl: 0, target: 2, mask: 2 }),
        expect: { code: 0 },
      },
      {
        op: snp('write', 0x8000_0000, R1, 21, { vmpl: 2 }),
        expect: { fault: 'NPF', errorCode: 0x14_8000_0007 },
      },
    ],
  },
  {
    id: 'RG37',
    steps: [
      {
        op: snp('fetch', 0x8040_0000, R3, 12, { cBit: false }),
        expect: { fault: 'NPF', errorCode: 0x4_8000_0015 },
      },
    ],
  },
  {
    id: 'RG38',
    // The last page below vTOM is private: a hypervisor page there faults. From vTOM on a write is shared.
    steps: [
      {
        op: snp('write', 0x8fff_f000, R3, 12, { cBit: false, vtom: page(0x9000_0000) }),
        expect: NPF_WRITE,
      },
      { op: snp('write', 0x9000_0000, R3, 12, { cBit: false, vtom: page(0x9000_0000) }), expect: OK },
      {
        op: snp('write', 0x9000_0000, R2, 12, { cBit: false, vtom: page(0x9000_0000) }),
        expect: NPF_SHARED_WRITE,
      },
    ],
  },
  {
    id: 'RG39',
    steps: [
      {
        op: snp('read', 0x8000_0000, R1, 21, { nestedPresent: false }),
        expect: { fault: 'NPF', errorCode: 0x4_0000_0004 },
      },
    ],
  },
];
