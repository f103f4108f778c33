/** dma-mmio.md 8.6, the rows of teardown: what the obligations ask. */
import { Errno } from '../../../model/vocabulary/errno';
import { access, BLOCKS, clearDte, down, init, PRISTINE, setDte, uninit, type GoldenViommuRow } from './build';

/** Sub-region 1 keeps its block. */
const BLOCK_1_LEAKED = {
  iommu: { domain: 1, slots: [null, { block: BLOCKS[1]!, leaked: true }, null, null] },
  allocated: [BLOCKS[1]!],
  uncached: [[BLOCKS[1]!, 512]],
} as const;

export const TEARDOWN_ROWS: readonly GoldenViommuRow[] = [
  {
    id: 'F_1 fails EIO, queueing',
    steps: [
      { op: init() },
      {
        op: uninit({ step: 'queue', region: 1, errno: Errno.EIO }),
        calls: `${down(0)} N1 F1! ${down(2, 3)}`,
        value: Errno.EIO,
        ...BLOCK_1_LEAKED,
      },
      { op: uninit(), calls: 'F1 W1 X1 domfree', ...PRISTINE },
    ],
  },
  {
    id: 'F_1 fails EIO, completion wait',
    steps: [
      { op: init() },
      {
        op: uninit({ step: 'wait', region: 1 }),
        calls: `${down(0)} N1 F1! ${down(2, 3)}`,
        value: Errno.EIO,
        ...BLOCK_1_LEAKED,
      },
    ],
  },
  {
    id: 'N_1 returns 1 MiB',
    steps: [
      { op: init() },
      {
        op: uninit({ step: 'unmap', region: 1, bytes: 0x10_0000 }),
        calls: `${down(0)} N1(0x100000) F1 ${down(2, 3)}`,
        value: 'error',
        flushed: [1, 0x20_0000, 0x10_0000],
        leads: [
          [0x2f_ffff, null],
          [0x30_0000, { spa: BLOCKS[1]! + 0x10_0000, prot: 3, encrypted: true }],
        ],
        ...BLOCK_1_LEAKED,
      },
      { op: uninit(), calls: `${down(1)} domfree`, flushed: [1, 0x30_0000, 0x10_0000], ...PRISTINE },
    ],
  },
  {
    id: 'N_1 returns 1 MiB',
    assume: { VIOMMU_RETRY: 'at-once' },
    steps: [
      { op: init() },
      {
        op: uninit({ step: 'unmap', region: 1, bytes: 0x10_0000 }),
        calls: `${down(0)} N1(0x100000) ${down(1, 2, 3)} domfree`,
        flushed: [1, 0x20_0000, 0x20_0000],
        ...PRISTINE,
      },
    ],
  },
  {
    id: 'N_1 returns 0',
    steps: [
      { op: init() },
      {
        op: uninit({ step: 'unmap', region: 1, bytes: 0 }),
        calls: `${down(0)} N1(0x0) ${down(2, 3)}`,
        value: 'error',
        ...BLOCK_1_LEAKED,
      },
    ],
  },
  {
    id: 'F_1 EIO then F_2 ENOMEM',
    steps: [
      { op: init() },
      {
        op: uninit({ step: 'queue', region: 1, errno: Errno.EIO }, { step: 'queue', region: 2, errno: Errno.ENOMEM }),
        calls: `${down(0)} N1 F1! N2 F2! ${down(3)}`,
        value: Errno.EIO,
      },
    ],
  },
  {
    id: '8.5 V-6',
    steps: [
      { op: init() },
      {
        op: uninit({ step: 'restore', region: 1, pages: 0, errno: Errno.ENOMEM }),
        calls: `${down(0)} N1 F1 W1! ${down(2, 3)}`,
        value: Errno.ENOMEM,
        ...BLOCK_1_LEAKED,
      },
      { op: uninit(), calls: 'W1 X1 domfree', ...PRISTINE },
    ],
  },
  {
    id: '8.4 O10',
    assume: { VIOMMU_RETRY: 'never' },
    steps: [
      { op: init() },
      { op: uninit({ step: 'queue', region: 1, errno: Errno.EIO }), value: Errno.EIO, ...BLOCK_1_LEAKED },
      { op: uninit(), calls: '', value: 'error', ...BLOCK_1_LEAKED },
      { op: init(), calls: '', value: Errno.EBUSY, ...BLOCK_1_LEAKED },
    ],
  },
  {
    id: 'uninit twice',
    steps: [
      { op: init() },
      { op: uninit(), calls: `${down(0, 1, 2, 3)} domfree`, ...PRISTINE },
      { op: uninit(), calls: '', ...PRISTINE },
    ],
  },
  { id: 'uninit before init', steps: [{ op: uninit(), calls: '', ...PRISTINE }] },
  {
    id: 'BG110',
    steps: [{ op: init() }, { op: uninit(), flushed: [1, 0x20_0000, 0x20_0000] }],
  },
  {
    id: '8.4 O4, a cached translation',
    steps: [
      { op: init() },
      { op: setDte },
      { op: access(0x20_0010), reached: BLOCKS[1]! + 0x10 },
      // The block is leaked: the IOTLB may still lead there.
      { op: uninit({ step: 'queue', region: 1, errno: Errno.EIO }), value: Errno.EIO, allocated: [BLOCKS[1]!] },
      { op: access(0x20_0010), reached: BLOCKS[1]! + 0x10 },
      { op: access(0x20_1010), value: Errno.EFAULT, reached: null },
      { op: uninit(), calls: 'F1 W1 X1', value: 'error', allocated: [] },
      { op: access(0x20_0010), value: Errno.EFAULT, reached: null },
    ],
  },
  {
    id: '8.4 O4, a wait that runs out',
    steps: [
      { op: init() },
      { op: setDte },
      { op: access(0x60_0000), reached: BLOCKS[3]! },
      { op: uninit({ step: 'wait', region: 3 }), value: Errno.EIO, allocated: [BLOCKS[3]!] },
      // The command is in the queue: the wait behind the next one sees both done.
      { op: access(0x60_0000), reached: BLOCKS[3]! },
      { op: uninit(), calls: 'F3 W3 X3', value: 'error', allocated: [] },
      { op: access(0x60_0000), value: Errno.EFAULT, reached: null },
    ],
  },
  {
    id: '8.4 O5, a device-table entry',
    steps: [
      { op: init() },
      { op: setDte },
      { op: uninit(), calls: down(0, 1, 2, 3), value: 'error', iommu: { domain: 1, dte: 1 }, allocated: [] },
      { op: clearDte },
      { op: uninit(), calls: 'domfree', ...PRISTINE },
      { op: setDte, end: 'absent' },
    ],
  },
];
