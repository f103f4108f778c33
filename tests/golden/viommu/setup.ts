/** dma-mmio.md 8.6, the rows of init, and 10.8: what the obligations ask. */
import { Errno } from '../../../model/vocabulary/errno';
import {
  BLOCKS,
  down,
  driverInit,
  driverUninit,
  init,
  PRISTINE,
  setDte,
  access,
  uninit,
  up,
  type GoldenViommuRow,
} from './build';

const MAPPED = BLOCKS.slice(0, 4);
const leaf = (spa: number) => ({ spa, prot: 3, encrypted: true });

export const SETUP_ROWS: readonly GoldenViommuRow[] = [
  {
    id: '8.6 none, BG108',
    steps: [
      {
        op: init(),
        calls: up(0, 1, 2, 3),
        allocated: MAPPED,
        uncached: MAPPED.map((spa) => [spa, 512] as const),
        leads: [
          [0, leaf(BLOCKS[0]!)],
          [0x20_0000, leaf(BLOCKS[1]!)],
          [0x5f_ffff, leaf(BLOCKS[2]! + 0x1f_ffff)],
          [0x7f_ffff, leaf(BLOCKS[3]! + 0x1f_ffff)],
          [0x80_0000, null],
        ],
      },
    ],
  },
  {
    id: '8.6 A_2',
    steps: [
      {
        op: init({ step: 'allocBlock', region: 2 }),
        calls: `${up(0, 1)} A2! ${down(0, 1)} domfree`,
        value: Errno.ENOMEM,
        ...PRISTINE,
      },
    ],
  },
  {
    id: '8.6 U_2',
    steps: [
      {
        op: init({ step: 'setUncached', region: 2, pages: 300, errno: Errno.EINVAL }),
        calls: `${up(0, 1)} A2 U2! W2 X2 ${down(0, 1)} domfree`,
        value: Errno.EINVAL,
        ...PRISTINE,
      },
    ],
  },
  {
    id: '8.6 M_2',
    steps: [
      {
        op: init({ step: 'map', region: 2, errno: Errno.EADDRINUSE }),
        calls: `${up(0, 1)} A2 U2 M2! W2 X2 ${down(0, 1)} domfree`,
        value: Errno.EADDRINUSE,
        ...PRISTINE,
      },
    ],
  },
  {
    id: 'BG109',
    config: { hostTranslation: false },
    steps: [{ op: init(), calls: 'dom!', value: Errno.EOPNOTSUPP, ...PRISTINE }],
  },
  {
    id: '8.5 V-1 ENOMEM',
    steps: [{ op: init({ step: 'allocDomain' }), calls: 'dom!', value: Errno.ENOMEM, ...PRISTINE }],
  },
  {
    id: '8.4 O10 on the way back',
    steps: [
      {
        op: init(
          { step: 'setUncached', region: 1, pages: 8, errno: Errno.EINVAL },
          { step: 'restore', region: 1, pages: 3, errno: Errno.EIO },
        ),
        calls: `${up(0)} A1 U1! W1! ${down(0)}`,
        value: Errno.EINVAL,
        iommu: { domain: 1, slots: [null, { block: BLOCKS[1]!, leaked: true }, null, null] },
        uncached: [[BLOCKS[1]!, 5]],
      },
    ],
  },
  {
    id: '8.5 V-11',
    steps: [{ op: init() }, { op: init(), calls: '', value: Errno.EBUSY, allocated: MAPPED }],
  },
  {
    id: '8.5 V-11',
    assume: { VIOMMU_INIT_TWICE: 'no-op' },
    steps: [{ op: init() }, { op: init(), calls: '', allocated: MAPPED }],
  },
  {
    id: '8.5 V-12',
    assume: { VIOMMU_NON_PRESENT: 'cached' },
    steps: [
      { op: init(), calls: 'A0 U0 M0 F0 A1 U1 M1 F1 A2 U2 M2 F2 A3 U3 M3 F3' },
      { op: setDte },
      { op: uninit(), calls: down(0, 1, 2, 3), value: 'error' },
      // What faulted is kept, until the next owner of the domain ID flushes it.
      { op: access(0), value: Errno.EFAULT, reached: null, iommu: { cached: [{ domain: 1, iova: 0, spa: null }] } },
    ],
  },
  {
    id: '8.5 V-10',
    steps: [
      {
        op: driverInit({ step: 'map', region: 0, errno: Errno.ENOMEM }),
        calls: 'vf vfctl gids A0 U0 M0! W0 X0 domfree gids- vfctl- vf-',
        value: Errno.ENOMEM,
        ...PRISTINE,
      },
      { op: driverInit(), calls: `vf vfctl gids ${up(0, 1, 2, 3)}` },
      { op: driverUninit(), calls: `${down(0, 1, 2, 3)} domfree gids- vfctl- vf-`, ...PRISTINE },
    ],
  },
];
