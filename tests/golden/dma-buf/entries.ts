/** dma-mmio.md 10.3, the column of what is intended. Data only. */
import { Errno } from '../../../model/vocabulary/errno';
import { Prot } from '../../../model/vocabulary/prot';
import {
  attach,
  BAR0,
  DEVICE,
  direct,
  iommu,
  map,
  only,
  unmap,
  withBar,
  X,
  type GoldenDmaBufRow,
  type GoldenStep,
} from './build';

const GIB = 1n << 30n;
const MAX_SEG = 0xffff_f000n;
const RW_MMIO = Prot.READ | Prot.WRITE | Prot.MMIO;

/** Ranges R of 10.3. */
const R = X([
  [0n, 0x3000n],
  [0x1_0000n, 0x1000n],
]);
const CPU_ENTRIES = [
  [BAR0, 0x3000n],
  [BAR0 + 0x1_0000n, 0x1000n],
] as const;
const before: readonly GoldenStep[] = [{ op: R }, { op: attach('a') }];
const THREE = X([
  [0n, 0x1000n],
  [0x2000n, 0x1000n],
  [0x4000n, 0x1000n],
]);

export const ENTRY_ROWS: readonly GoldenDmaBufRow[] = [
  {
    id: 'BG42',
    config: { importers: only('BUS_ADDR', direct()) },
    steps: [...before, { op: map('m'), dma: [], entries: ['m', CPU_ENTRIES] }],
  },
  {
    id: 'BG43',
    config: {
      exporters: [{ ...DEVICE, busOffset: (1n << 64n) - 0x3f_0000_0000n }],
      importers: only('BUS_ADDR', direct()),
    },
    steps: [
      ...before,
      {
        op: map('m'),
        entries: [
          'm',
          [
            [0x1_0000_0000n, 0x3000n],
            [0x1_0001_0000n, 0x1000n],
          ],
        ],
      },
    ],
  },
  {
    id: 'BG44',
    config: { importers: only('THRU_HOST_BRIDGE', direct()) },
    steps: [...before, { op: map('m'), dma: ['mapPhys', 'mapPhys'], entries: ['m', CPU_ENTRIES] }],
  },
  {
    id: 'BG45',
    config: { importers: only('THRU_HOST_BRIDGE', direct(0xffff_ffffn)) },
    steps: [...before, { op: map('m'), value: Errno.ENOMEM, unmapped: [], buf: ['b', { mapRefs: 1 }] }],
  },
  {
    id: 'BG46',
    config: { importers: only('THRU_HOST_BRIDGE', iommu([0xffc0_0000n, 0x10_0000n])) },
    steps: [
      ...before,
      {
        op: map('m'),
        dma: ['reserve', 'link', 'link', 'sync'],
        entries: ['m', [[0xffc0_0000n, 0x4000n]]],
        leads: [
          [0xffc0_0000n, { paddr: BAR0, prot: RW_MMIO }],
          [0xffc0_3000n, { paddr: BAR0 + 0x1_0000n, prot: RW_MMIO }],
          [0xffc0_4000n, null],
        ],
      },
      { op: unmap('m'), dma: ['destroy'], leads: [[0xffc0_0000n, null]] },
    ],
  },
  {
    id: 'BG48',
    config: { importers: only('THRU_HOST_BRIDGE', iommu([0x1_0000n, 0x3000n], [0x2_0000n, 0x1000n])) },
    steps: [
      ...before,
      {
        op: map('m'),
        dma: ['mapPhys', 'mapPhys'],
        entries: [
          'm',
          [
            [0x1_0000n, 0x3000n],
            [0x2_0000n, 0x1000n],
          ],
        ],
      },
    ],
  },
  {
    id: 'BG49',
    config: { exporters: [withBar(16n * GIB)], importers: only('BUS_ADDR', direct()) },
    steps: [
      { op: X([[0n, 4n * GIB]]) },
      { op: attach('a') },
      {
        op: map('m'),
        entries: [
          'm',
          [
            [BAR0, MAX_SEG],
            [BAR0 + MAX_SEG, 0x1000n],
          ],
        ],
      },
    ],
  },
  {
    id: 'BG50',
    config: { exporters: [withBar(16n * GIB)], importers: only('BUS_ADDR', direct()) },
    steps: [
      { op: X([[0n, 8n * GIB]]) },
      { op: attach('a') },
      {
        op: map('m'),
        entries: [
          'm',
          [
            [BAR0, MAX_SEG],
            [BAR0 + MAX_SEG, MAX_SEG],
            [BAR0 + 2n * MAX_SEG, 0x2000n],
          ],
        ],
      },
    ],
  },
  {
    id: 'BG51',
    config: {
      exporters: [withBar(16n * GIB)],
      importers: only('THRU_HOST_BRIDGE', iommu([0x1000_0000_0000n, 16n * GIB])),
    },
    steps: [
      {
        op: X([
          [0n, MAX_SEG],
          [8n * GIB, MAX_SEG],
        ]),
      },
      { op: attach('a') },
      {
        op: map('m'),
        entries: [
          'm',
          [
            [0x1000_0000_0000n, MAX_SEG],
            [0x1000_0000_0000n + MAX_SEG, MAX_SEG],
          ],
        ],
      },
    ],
  },
  {
    // BG53 too: the map type of an importer that is no PCI device is the same.
    id: 'BG52',
    config: { importers: only('NOT_SUPPORTED', direct()) },
    steps: [...before, { op: map('m'), value: Errno.EINVAL, dma: [] }],
  },
  {
    id: 'BG54',
    config: { importers: only('THRU_HOST_BRIDGE', direct()) },
    steps: [
      { op: THREE },
      { op: attach('a') },
      {
        op: map('m', 'a', { at: 'mapPhys', range: 1 }),
        value: Errno.ENOMEM,
        dma: ['mapPhys', 'mapPhys', 'unmapPhys'],
        unmapped: [[BAR0, 0x1000n]],
      },
    ],
  },
  {
    id: 'BG55',
    config: { importers: only('THRU_HOST_BRIDGE', direct(undefined, true)) },
    steps: [...before, { op: map('m'), value: Errno.ENOMEM }],
  },
  {
    id: 'BG56',
    config: { importers: only('THRU_HOST_BRIDGE', iommu([0x1_0000n, 0x10_0000n])) },
    steps: [...before, { op: map('m') }],
  },
];
