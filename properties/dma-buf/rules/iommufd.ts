/** Rules on what iommufd refuses to do with a dma-buf: dma-mmio.md 6.1, 6.4. */
import { Errno, errnoText } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { mapFileOf, passesEarly } from './_ioas';
import { STEP, type Said } from './_rule';

const SOURCE = 'dma-mmio.md 6; Linux iommufd pages.c';
const MAP_FILE = { ...STEP, on: ['mapFile'] } as const;

/** A rule on the mapFile calls that were made, and for which `applies`: they return `errno`. */
const refusal = (said: Said, errno: number, applies: (step: DmaBufStep) => boolean): DmaBufStepRule => ({
  ...MAP_FILE,
  ...said,
  check: (step) =>
    step.outcome.end === 'returned' && applies(step) ? must(step.outcome.value === errno) : NOT_EXERCISED,
  explain: ({ outcome }) => `expected ${errnoText(errno)}, observed ${errnoText(outcome.value!)}`,
});

export const BUF_050 = refusal(
  {
    id: 'BUF-050',
    title: 'one range',
    statement: 'MAP_FILE of a LIVE dma-buf of several ranges returns EOPNOTSUPP.',
    source: 'dma-mmio.md 6.1; Linux vfio_pci_dmabuf.c',
    why: 'iommufd is handed one physical address: a second range would be taken to follow the first.',
    example: 'The first range is handed out, whatever follows.',
  },
  Errno.EOPNOTSUPP,
  (step) => {
    const { target } = mapFileOf(step);
    const buf = target.kind === 'buf' ? step.before.buf(target.buf) : null;
    return buf?.state === 'LIVE' && buf.physVec.length > 1 && passesEarly(step);
  },
);

export const BUF_052 = refusal(
  {
    id: 'BUF-052',
    title: 'inside the dma-buf',
    statement: 'MAP_FILE of a range that ends behind the dma-buf returns EINVAL.',
    source: SOURCE,
    why: 'Behind the exported range lies what was not exported.',
    example: 'The comparison is off by one.',
  },
  Errno.EINVAL,
  (step) => {
    const { target, start, length, ...op } = mapFileOf(step);
    const buf = target.kind === 'buf' ? step.before.buf(target.buf) : null;
    const isNumber = length > 0n && length < 2n ** 64n - 1n && start + length <= 2n ** 64n;
    const isAsked = isNumber && op.iova < 2n ** 64n - 1n && (op.read || op.write) && !op.otherFlags && !op.badIoas;
    return buf !== null && isAsked && start + length > buf.bytes;
  },
);

export const BUF_057 = refusal(
  {
    id: 'BUF-057',
    title: 'only dma-bufs of vfio',
    statement: 'MAP_FILE of a dma-buf of another driver returns EOPNOTSUPP.',
    source: SOURCE,
    why: 'Another exporter may move its buffer, and its pages may be memory: an address is no promise.',
    example: 'Any dma-buf is mapped and its first address used.',
  },
  Errno.EOPNOTSUPP,
  (step) => mapFileOf(step).target.kind === 'foreign' && passesEarly(step),
);

export const BUF_059: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-059',
  title: 'the kernel does not touch it',
  statement: 'Access of the kernel itself to an area over a dma-buf returns EINVAL.',
  source: SOURCE,
  why: 'The pages of a BAR have no struct page; a copy from a register may have effects.',
  example: 'The frame number is turned into a page.',
  on: ['kernelAccess'],
  check: ({ outcome }) => (outcome.end === 'returned' ? must(outcome.value === Errno.EINVAL) : NOT_EXERCISED),
  explain: ({ outcome }) => `observed ${errnoText(outcome.value!)}`,
};

export const BUF_060: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-060',
  title: 'not in two',
  statement: 'VFIO’s compatible unmap of a part of an area over a dma-buf returns EOPNOTSUPP.',
  source: 'dma-mmio.md 6.4; Linux iommufd io_pagetable.c',
  why: 'Each half would need an attachment of its own, and be revoked for itself.',
  example: 'The area is split like any other.',
  on: ['unmapArea'],
  check: ({ op, outcome, before, after }) =>
    op.op === 'unmapArea' && op.part === 'compatible' && outcome.end === 'returned'
      ? must(outcome.value === Errno.EOPNOTSUPP && after.area(op.area)?.bytes === before.area(op.area)!.bytes)
      : NOT_EXERCISED,
  explain: ({ op, outcome, after }) => {
    const area = op.op === 'unmapArea' ? after.area(op.area) : null;
    return `observed ${errnoText(outcome.value!)}; the area has ${area === null ? 'gone' : address(area.bytes)}`;
  },
};
