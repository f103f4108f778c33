/** dma-mmio.md 10.3, the columns "as built": what exhibits of released kernels do. Data only. */
import { Errno } from '../../../model/vocabulary/errno';
import { attach, BAR0, direct, iommu, map, only, X, type GoldenDmaBufRow } from './build';

/** A row that holds of an exhibit of the museum, by its name. */
export interface AsBuiltRow extends GoldenDmaBufRow {
  readonly exhibit: string;
}

export const AS_BUILT_ROWS: readonly AsBuiltRow[] = [
  {
    id: 'BG47',
    exhibit: 'linux-7.2-link-offset-0',
    config: { importers: only('THRU_HOST_BRIDGE', iommu([0xffc0_0000n, 0x10_0000n])) },
    steps: [
      {
        op: X([
          [0n, 0x3000n],
          [0x1_0000n, 0x1000n],
        ]),
      },
      { op: attach('a') },
      {
        op: map('m'),
        value: Errno.EADDRINUSE,
        dma: ['reserve', 'link', 'link', 'destroy'],
        leads: [[0xffc0_0000n, null]],
        buf: ['b', { mapRefs: 1 }],
      },
    ],
  },
  {
    id: 'BG54',
    exhibit: 'linux-7.2-unmaps-nothing',
    config: { importers: only('THRU_HOST_BRIDGE', direct()) },
    steps: [
      {
        op: X([
          [0n, 0x1000n],
          [0x2000n, 0x1000n],
          [0x4000n, 0x1000n],
        ]),
      },
      { op: attach('a') },
      {
        op: map('m', 'a', { at: 'mapPhys', range: 1 }),
        value: Errno.ENOMEM,
        unmapped: [
          [BAR0, 0x1000n],
          [0n, 0n],
          [0n, 0n],
        ],
      },
    ],
  },
];
