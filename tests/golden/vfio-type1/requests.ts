/** dma-mmio.md 5.1, 5.2, 5.5: what is refused, in which order, and BG95. Data only. */
import { Errno } from '../../../model/vocabulary/errno';
import type { DomainConfig } from '../../../model/vocabulary/vfio-type1/config';
import type { MapOp, UnmapOp } from '../../../model/vocabulary/vfio-type1/op';
import { attach, detach, DOMAIN, FSDAX, HOLE, IO, IOVA, map, PFNMAP, RAM, unmap, VM_IO } from './build';
import type { GoldenStep, GoldenType1Row, LayoutPiece } from './build';

const MEMORY = [RAM(0x1000, 64)];
const READ_ONLY = { writable: false };

const refusedMap = (id: string, fields: Partial<MapOp>, value: number): GoldenType1Row => ({
  id: `5.1 ${id}`,
  layout: MEMORY,
  steps: [{ op: attach() }, { op: map(4, fields), value, events: [], mappings: 0 }],
});

const refusedUnmap = (id: string, fields: Partial<UnmapOp>, value: number): GoldenType1Row => ({
  id: `5.5 ${id}`,
  layout: MEMORY,
  steps: [{ op: attach() }, { op: map(4) }, { op: unmap(4, fields), value, events: [], mappings: 1 }],
});

/** What of a page can be fetched, by its area and the right to write. */
const fetched = (id: string, part: LayoutPiece, write: boolean, value: number): GoldenType1Row => ({
  id: `5.2 ${id}`,
  layout: [part],
  steps: [{ op: attach() }, { op: map(1, { write }), value, ...(value === 0 ? {} : { calls: [], pins: 0 }) }],
});

const LARGE_PAGES: DomainConfig = { ...DOMAIN, pageSizes: 0x1_1000n };
const ONLY_64K: DomainConfig = { ...DOMAIN, pageSizes: 0x1_0000n };
const TINY_PAGES: DomainConfig = { ...DOMAIN, pageSizes: 0x1800n };
const LOW: DomainConfig = {
  ...DOMAIN,
  aperture: { first: 0n, last: 0x1f_ffffn },
  reserved: [{ first: 0x18_0000n, last: 0x18_ffffn }],
};

const SECOND: GoldenStep = { op: map(4, { iova: IOVA + 0x4000n }) };

export const REQUEST_ROWS: readonly GoldenType1Row[] = [
  refusedMap('1 not readable', { argument: 'unreadable' }, Errno.EFAULT),
  refusedMap('1 argsz', { argument: 'small' }, Errno.EINVAL),
  refusedMap('1 unknown flag', { otherFlags: true, size: 0n }, Errno.EINVAL),
  refusedMap('2 nothing', { size: 0n }, Errno.EINVAL),
  refusedMap('2 IOVA overflows', { iova: 2n ** 64n - 0x1000n, read: false, write: false }, Errno.EOVERFLOW),
  refusedMap('2 vaddr overflows', { vaddr: 2n ** 64n - 0x3fffn }, Errno.EOVERFLOW),
  refusedMap('3 no right', { read: false, write: false }, Errno.EINVAL),
  refusedMap('3 rights and VADDR', { updateVaddr: true }, Errno.EINVAL),
  refusedMap('4 IOVA', { iova: IOVA + 0x800n }, Errno.EINVAL),
  refusedMap('4 vaddr', { vaddr: 0x1234n }, Errno.EINVAL),
  refusedMap('4 size', { size: 0x1800n }, Errno.EINVAL),
  refusedMap('5 VADDR of nothing', { updateVaddr: true, read: false, write: false }, Errno.ENOENT),
  refusedMap('6 outside every window', { iova: 2n ** 48n - 0x3000n }, Errno.EINVAL),
  refusedMap('6 no memory', { fail: { at: 'mapping' } }, Errno.ENOMEM),
  {
    id: '5.1 4 the smallest common page is 64 KiB',
    layout: MEMORY,
    config: { domains: [LARGE_PAGES, ONLY_64K] },
    steps: [
      { op: attach(0) },
      { op: attach(1) },
      { op: map(16) },
      { op: map(8, { iova: IOVA + 0x1_0000n }), value: Errno.EINVAL },
      { op: detach(1) },
      { op: map(8, { iova: IOVA + 0x1_0000n }) },
      { op: attach(1), value: Errno.EINVAL },
    ],
  },
  {
    id: '5.1 4 never below 4 KiB',
    layout: MEMORY,
    config: { domains: [TINY_PAGES] },
    steps: [{ op: attach() }, { op: map(1, { size: 0x800n }), value: Errno.EINVAL }, { op: map(1) }],
  },
  {
    id: '5.1 6 overlap before budget before window',
    layout: MEMORY,
    config: { entryLimit: 1, domains: [LOW] },
    steps: [
      { op: attach() },
      { op: map(4) },
      { op: map(4, { iova: IOVA + 0x3000n }), value: Errno.EEXIST },
      { op: map(4, { iova: 0x18_0000n }), value: Errno.ENOSPC },
      { op: unmap(4), bytes: 0x4000n },
      { op: map(4, { iova: 0x17_f000n }), value: Errno.EINVAL },
      { op: map(4, { iova: 0x17_c000n }) },
    ],
  },
  {
    id: '5.1 7 recorded without a domain, pinned when one is attached',
    layout: MEMORY,
    steps: [
      { op: map(4), events: [], mappings: 1, pins: 0 },
      { op: attach(), calls: ['0: 100000->1000000/4000 RWC'], pins: 4, locked: 4 },
    ],
  },
  fetched('RAM', RAM(0x1000, 1), true, 0),
  fetched('RAM to read', RAM(0x1000, 1, READ_ONLY), false, 0),
  fetched('RAM that is read-only, to write', RAM(0x1000, 1, READ_ONLY), true, Errno.EFAULT),
  fetched('MMIO', IO(0xfe000, 1), true, 0),
  fetched('MMIO that is read-only, to write', IO(0xfe000, 1, READ_ONLY), true, Errno.EFAULT),
  fetched('MMIO that is read-only, to read', IO(0xfe000, 1, READ_ONLY), false, 0),
  fetched('reserved RAM', PFNMAP(0x50000, 1), true, 0),
  fetched('RAM behind VM_PFNMAP', IO(0x1000, 1), true, Errno.EFAULT),
  fetched('VM_IO alone', VM_IO(0xfe000, 1), true, Errno.EFAULT),
  fetched('fsdax', FSDAX(0x1000, 1), true, Errno.EOPNOTSUPP),
  fetched('a hole', HOLE, true, Errno.EFAULT),
  refusedUnmap('not readable', { argument: 'unreadable' }, Errno.EFAULT),
  refusedUnmap('unknown flag', { otherFlags: true }, Errno.EINVAL),
  refusedUnmap('nothing', { size: 0n }, Errno.EINVAL),
  refusedUnmap('misaligned', { iova: IOVA + 1n }, Errno.EINVAL),
  refusedUnmap('overflow', { size: 2n ** 64n - 0x1000n }, Errno.EOVERFLOW),
  refusedUnmap('UNMAP_ALL with a range', { all: true }, Errno.EINVAL),
  { ...refusedUnmap('first half', { size: 0x2000n }, Errno.EINVAL), id: 'BG95' },
  refusedUnmap('second half', { iova: IOVA + 0x2000n, size: 0x2000n }, Errno.EINVAL),
  {
    id: '5.5 nothing there',
    layout: MEMORY,
    steps: [{ op: attach() }, { op: map(4) }, { op: unmap(4, { iova: 0n }), bytes: 0n, mappings: 1 }],
  },
  {
    id: '5.5 two mappings, merged where memory is',
    layout: MEMORY,
    steps: [
      { op: attach(0) },
      { op: attach(1) },
      { op: map(4) },
      SECOND,
      {
        op: unmap(8),
        bytes: 0x8000n,
        events: [
          'unmap! 0: 100000/4000',
          'unmap 1: 100000/4000',
          'flush 1',
          'unpin 1000/4 dirty',
          'unmap! 0: 104000/4000',
          'unmap 1: 104000/4000',
          'flush 1',
          'unpin 1000/4 dirty',
        ],
        mappings: 0,
      },
    ],
  },
  {
    id: '5.5 all',
    layout: MEMORY,
    steps: [
      { op: attach() },
      { op: map(4) },
      SECOND,
      { op: unmap(0, { all: true, iova: 0n }), bytes: 0x8000n, locked: 0 },
    ],
  },
  {
    id: '5.5 memory and MMIO side by side are one piece, and only memory is unpinned',
    layout: [RAM(0xfdfff, 1), IO(0xfe000, 1)],
    steps: [
      { op: attach() },
      { op: map(2, { write: false }) },
      { op: unmap(2), events: ['unmap 0: 100000/2000', 'flush 0', 'unpin fdfff/1'] },
    ],
  },
  {
    id: 'vaddr is invalidated and given again',
    layout: MEMORY,
    steps: [
      { op: attach(0) },
      { op: map(4) },
      { op: unmap(4, { invalidateVaddr: true }), bytes: 0x4000n, events: [], mappings: 1 },
      { op: unmap(4, { invalidateVaddr: true }), value: Errno.EINVAL },
      { op: attach(1), value: Errno.EBUSY },
      { op: map(3, { updateVaddr: true, read: false, write: false }), value: Errno.EINVAL },
      { op: map(4, { updateVaddr: true, read: false, write: false }) },
      { op: attach(1), calls: ['1: 100000->1000000/4000 RWC'] },
    ],
  },
];
