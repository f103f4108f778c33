/** dma-mmio.md 10.7. Data only. */
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import { Errno } from '../../../model/vocabulary/errno';
import { BAR0, command, mapFile, PAGE, reset, X, type GoldenDmaBufRow, type GoldenStep } from './build';

const IOVA = 0x20_0000n;
const attachDomain: DmaBufOp = { op: 'attachDomain', domain: 0 };
const MAPPED = { paddr: BAR0 + 0x2000n, prot: 19 } as const;

/** A dma-buf of 0x10000 bytes, and a domain. */
const ready: readonly GoldenStep[] = [{ op: X([[0n, 0x1_0000n]]) }, { op: attachDomain }];
const mapped: readonly GoldenStep[] = [
  ...ready,
  { op: mapFile('r', { start: 0x2000n, length: 0x3000n }), domain: [[IOVA, MAPPED]] },
];
/** BG104: mapped, then a reset of the device. */
const reseted: readonly GoldenStep[] = [
  ...mapped,
  { op: reset(), told: ['r', 'r'], states: { b: 'LIVE' }, domain: [[IOVA, null]] },
];

export const IOMMUFD_ROWS: readonly GoldenDmaBufRow[] = [
  { id: 'BG99', steps: mapped },
  { id: 'BG100', steps: [...ready, { op: mapFile('r', { start: 0xf000n, length: 0x2000n }), value: Errno.EINVAL }] },
  { id: 'BG101', steps: [...ready, { op: mapFile('r', { start: 0xf000n }) }] },
  {
    id: 'BG101b',
    steps: [...ready, { op: mapFile('r', { length: 0x2000n, iova: 0xffff_ffff_ffff_f000n }), value: Errno.EOVERFLOW }],
  },
  { id: 'BG102', steps: [{ op: X([...PAGE, ...PAGE]) }, { op: mapFile('r', {}), value: Errno.EOPNOTSUPP }] },
  { id: 'BG103', steps: [...ready, { op: command(false) }, { op: mapFile('r', {}), value: Errno.ENODEV }] },
  { id: 'BG104', steps: [...reseted, { op: { op: 'unmapArea', area: 'r', part: null }, bytes: 0x3000n }] },
  {
    id: 'BG105',
    steps: [
      ...reseted,
      {
        op: mapFile('r2', { start: 0x2000n, iova: 2n * IOVA }),
        domain: [
          [2n * IOVA, MAPPED],
          [IOVA, null],
        ],
      },
    ],
  },
  {
    id: 'BG106',
    steps: [
      ...ready,
      { op: mapFile('r', { read: false, write: false }), value: Errno.EINVAL },
      { op: mapFile('r', { otherFlags: true }), value: Errno.EOPNOTSUPP },
      { op: mapFile('r', { length: 0n }), value: Errno.EINVAL },
    ],
  },
  {
    id: 'BG107',
    steps: [...ready, { op: mapFile('r', { target: { kind: 'foreign', bytes: 0x1_0000n } }), value: Errno.EOPNOTSUPP }],
  },
];
