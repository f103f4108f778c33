/** rmp.md 8.1: layout and look-up. Data only. */
import { R1, R6, UP, type GoldenRmpRow } from './build';
import { unassign } from './ops';

const RAW_R1 = 0x4028000080000003n;

export const LAYOUT_ROWS: readonly GoldenRmpRow[] = [
  {
    id: 'RG01',
    pages: [
      { spa: R1, entryAddress: 0x50_4000 },
      { spa: R1 + 0x1000, entryAddress: 0x50_4010 },
      { spa: 0xffff_f000, entryAddress: 0x110_3ff0 },
    ],
    steps: [],
  },
  { id: 'RG02', pages: [{ spa: UP, covered: false, entryAddress: null, state: 'Default' }], steps: [] },
  { id: 'RG03', pages: [{ spa: R1, raw0: RAW_R1 }], steps: [] },
  {
    id: 'RG03b',
    pages: [
      { spa: R1, raw1: 0x1fn },
      { spa: R6 + 0x3000, raw0: 0x8002000000001005n },
    ],
    steps: [],
  },
  { id: 'RG03b', assume: { VMPL_FULL_MASK: 0x0f }, pages: [{ spa: R1, raw1: 0x0fn }], steps: [] },
  { id: 'RG03b', assume: { VMPL_FULL_MASK: 0xff }, pages: [{ spa: R1, raw1: 0xffn }], steps: [] },
  {
    id: 'RG04',
    pages: [{ spa: 0x4000_5000, effective: { assigned: true, size: 1, gpa: 0x8_0005 }, state: 'Guest-Valid' }],
    steps: [],
  },
  // The C-bit of the address takes no part in indexing.
  { id: 'RG05', pages: [{ spa: R1 + 2 ** 51, entryAddress: 0x50_4000 }], steps: [] },
  {
    id: 'RG05',
    steps: [{ op: unassign(R1 + 2 ** 51, 1), expect: { code: 0 }, pages: [{ spa: R1, state: 'Hypervisor' }] }],
  },
];

/** RG03c: the raw qword 0 of LOG26 decoded; the layout question is asked of each coding's own decoder. */
export const RG03C = {
  raw: 0x6010fffffffff001n,
  entry: { assigned: true, size: 0, immutable: false, gpa: 0xf_ffff_ffff, asid: 2, vmsa: true, validated: true },
  subCount: 0,
} as const;
