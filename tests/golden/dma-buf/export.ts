/** dma-mmio.md 10.1. Data only. */
import { Errno } from '../../../model/vocabulary/errno';
import { attach, BAR0, DEVICE, PAGE, power, X, type GoldenDmaBufRow } from './build';

const refused = (id: string, op: ReturnType<typeof X>, value: number): GoldenDmaBufRow => ({
  id,
  steps: [{ op, value, states: { b: 'FREED' }, registrations: 0 }],
});

export const EXPORT_ROWS: readonly GoldenDmaBufRow[] = [
  {
    id: 'BG01',
    steps: [
      {
        op: X(PAGE),
        states: { b: 'LIVE' },
        buf: ['b', { bytes: 0x1000n, physVec: [{ paddr: BAR0, bytes: 0x1000n }], mapRefs: 1 }],
        registrations: 1,
      },
    ],
  },
  {
    id: 'BG02',
    steps: [
      {
        op: X([
          [0x2000n, 0x1000n],
          [0n, 0x2000n],
        ]),
        buf: [
          'b',
          {
            bytes: 0x3000n,
            physVec: [
              { paddr: BAR0 + 0x2000n, bytes: 0x1000n },
              { paddr: BAR0, bytes: 0x2000n },
            ],
          },
        ],
      },
    ],
  },
  { id: 'BG03', steps: [{ op: X([...PAGE, ...PAGE]), buf: ['b', { bytes: 0x2000n }] }] },
  refused('BG04', X([]), Errno.EINVAL),
  refused('BG05', X(PAGE, { flags: 1 }), Errno.EINVAL),
  refused('BG06', X(PAGE, { region: 6 }), Errno.ENODEV),
  refused('BG07', X(PAGE, { region: 1 }), Errno.ENODEV),
  refused('BG08', X(PAGE, { region: 2 }), Errno.EINVAL),
  refused('BG09', X([[0x800n, 0x1000n]]), Errno.EINVAL),
  refused('BG10', X([[0n, 0x1800n]]), Errno.EINVAL),
  refused('BG11', X([[0n, 0n]]), Errno.EINVAL),
  { id: 'BG12', steps: [{ op: X([[0x0fff_f000n, 0x1000n]]), states: { b: 'LIVE' } }] },
  refused('BG13', X([[0x0fff_f000n, 0x2000n]]), Errno.EINVAL),
  refused('BG14', X([[0x1000_0000n, 0x1000n]]), Errno.EINVAL),
  refused('BG15', X([[0xffff_ffff_ffff_f000n, 0x1000n]]), Errno.EOVERFLOW),
  refused('BG16', X([[0n, 0x8000_0000_0000_0000n]]), Errno.EINVAL),
  refused('BG17', X([[0n, 0xffff_ffff_ffff_f000n], ...PAGE]), Errno.EINVAL),
  refused('BG18', X([], { probe: true, argsz: 8 }), 0),
  refused('BG19', X(PAGE, { probe: true, get: false, set: true }), Errno.EINVAL),
  refused('BG20', X(PAGE, { argsz: 8 + 15 }), Errno.EINVAL),
  refused('BG21', X(PAGE, { set: true }), Errno.EINVAL),
  {
    id: 'BG22',
    config: { exporters: [{ ...DEVICE, driver: 'noRanges' }] },
    steps: [{ op: X([], { probe: true, argsz: 8 }), value: Errno.EOPNOTSUPP }],
  },
  {
    id: 'BG23',
    config: { exporters: [{ ...DEVICE, memoryBit: false }] },
    steps: [
      { op: X(PAGE), states: { b: 'REVOKED' } },
      { op: attach('a'), value: Errno.ENODEV },
    ],
  },
  {
    id: 'BG24',
    config: { exporters: [{ ...DEVICE, memoryBit: false, virtualFunction: true }] },
    steps: [{ op: X(PAGE), states: { b: 'LIVE' } }],
  },
  { id: 'BG25', steps: [{ op: power(3) }, { op: X(PAGE), states: { b: 'REVOKED' } }] },
  {
    id: 'BG25',
    assume: { DMABUF_D3HOT_EXPORT: 'wakes' },
    steps: [{ op: power(3) }, { op: X(PAGE), states: { b: 'LIVE' } }],
  },
  refused('BG26', X([], { region: 7, flags: 1 }), Errno.EINVAL),
  refused('BG27', X(PAGE, { fail: { at: 'fd', errno: Errno.EMFILE } }), Errno.EMFILE),
];
