/** Rules on what an export leaves behind: dma-mmio.md 1.2, 1.3, 1.4. */
import type { ExportOp } from '../../../model/vocabulary/dma-buf/op';
import type { BufView } from '../../../model/vocabulary/dma-buf/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { isEnabled } from './_device';
import { refusalOf } from './_export-rows';
import { STEP } from './_rule';

const SOURCE = 'dma-mmio.md 1.3; Linux vfio_pci_dmabuf.c';
const EXPORT = { ...STEP, on: ['export'] } as const;

const exportOf = ({ op }: DmaBufStep): ExportOp => op as ExportOp;

/** The buffer that an export made; null where it made none. */
const made = (step: DmaBufStep): BufView | null =>
  step.outcome.value === 0 && !exportOf(step).probe ? step.after.buf(exportOf(step).buf) : null;

const rangesText = (all: BufView['physVec']): string =>
  all.map(({ paddr, bytes }) => `${address(paddr)}+${address(bytes)}`).join(' ');

/** What can be seen of all buffers, and of what devices hold for them. */
function stock({ config }: DmaBufStep, view: DmaBufStep['before']): string {
  const references = config.exporters.map((_, i) => view.device(i).registrations);
  return `dma-bufs ${view.bufs.join(' ') || 'none'}; registrations ${references.join(' ')}`;
}

const unchanged = (step: DmaBufStep): boolean => stock(step, step.before) === stock(step, step.after);
const changeText = (step: DmaBufStep): string =>
  `before: ${stock(step, step.before)}; after: ${stock(step, step.after)}`;

export const BUF_002: DmaBufStepRule = {
  ...EXPORT,
  id: 'BUF-002',
  title: 'PROBE only asks',
  statement: 'PROBE of a feature that is there returns 0, and changes nothing.',
  source: 'dma-mmio.md 1.2 B3; Linux vfio.h vfio_check_feature',
  why: 'User space probes what it may never use.',
  example: 'The export is made all the same, and its fd is lost.',
  check: (step) =>
    step.outcome.end === 'returned' && refusalOf(step)?.row === 'PROBE'
      ? must(step.outcome.value === 0 && unchanged(step))
      : NOT_EXERCISED,
  explain: (step) => `PROBE returns ${step.outcome.value}; ${changeText(step)}`,
};

export const BUF_010: DmaBufStepRule = {
  ...EXPORT,
  id: 'BUF-010',
  title: 'inside the BAR',
  statement: 'Every physical range of a new dma-buf lies inside the BAR that was asked for.',
  source: SOURCE,
  why: 'A peer device reads and writes there without further questions: the range decides what it reaches.',
  example: 'The length is compared with that of the BAR, the offset is not added.',
  check(step) {
    const buf = made(step);
    if (buf === null) return NOT_EXERCISED;
    const { base, bytes } = step.config.exporters[buf.device]!.bars[exportOf(step).region]!;
    return must(buf.physVec.every((r) => r.paddr >= base && r.paddr + r.bytes <= base + bytes));
  },
  explain: (step) => `ranges ${rangesText(made(step)!.physVec)} of BAR${exportOf(step).region}`,
};

export const BUF_012: DmaBufStepRule = {
  ...EXPORT,
  id: 'BUF-012',
  title: 'ranges as asked for',
  statement: 'The physical ranges of a new dma-buf are those asked for: as many, in that order, with their values.',
  source: SOURCE,
  why: 'The importer finds bytes by their offset in the buffer: a range that moved is another place in the device.',
  example: 'Ranges are sorted, or adjacent ones merged.',
  check(step) {
    const buf = made(step);
    if (buf === null) return NOT_EXERCISED;
    const { base } = step.config.exporters[buf.device]!.bars[exportOf(step).region]!;
    const wanted = exportOf(step).ranges;
    return must(
      wanted.length === buf.physVec.length &&
        wanted.every(({ offset, length }, i) => {
          const { paddr, bytes } = buf.physVec[i]!;
          return paddr === base + offset && bytes === length;
        }),
    );
  },
  explain: (step) => `asked for ${exportOf(step).ranges.length} ranges; observed ${rangesText(made(step)!.physVec)}`,
};

const overlap = ({ ranges }: ExportOp): boolean =>
  ranges.some((a, i) =>
    ranges.some((b, j) => i < j && a.offset < b.offset + b.length && b.offset < a.offset + a.length),
  );

export const BUF_013: DmaBufStepRule = {
  ...EXPORT,
  id: 'BUF-013',
  title: 'overlaps are legal',
  statement: 'An export in which ranges overlap, or come twice, is not refused for that.',
  source: SOURCE,
  why: 'Doorbells and rings are laid out by the device: the same page may be wanted at two offsets.',
  example: 'Ranges are kept in a tree that refuses overlaps.',
  check: (step) =>
    step.outcome.end === 'returned' && refusalOf(step) === null && overlap(exportOf(step))
      ? must(step.outcome.value === 0)
      : NOT_EXERCISED,
  explain: (step) => `nothing speaks against it, and it returns ${step.outcome.value}`,
};

export const BUF_014: DmaBufStepRule = {
  ...EXPORT,
  id: 'BUF-014',
  title: 'size is the sum',
  statement: 'The size of a new dma-buf is the sum of the lengths of its ranges.',
  source: SOURCE,
  why: 'Importers map up to the size, and no further.',
  example: 'The size is the end of the last range.',
  check(step) {
    const buf = made(step);
    return buf === null
      ? NOT_EXERCISED
      : must(buf.bytes === exportOf(step).ranges.reduce((sum, { length }) => sum + length, 0n));
  },
  explain: (step) => `size ${address(made(step)!.bytes)} of ranges ${rangesText(made(step)!.physVec)}`,
};

export const BUF_015: DmaBufStepRule = {
  ...EXPORT,
  id: 'BUF-015',
  title: 'a failed export leaves nothing',
  statement: 'After an export that returns an error there are the dma-bufs and registration references of before.',
  source: 'dma-mmio.md 1.2 B17, 1.8 D1-2; Linux vfio_pci_dmabuf.c',
  why: 'A reference too many keeps the device from ever being removed; one too few frees it under its user.',
  example: 'Linux 6.19 frees a buffer that got no fd twice.',
  check: (step) => (step.outcome.value !== null && step.outcome.value < 0 ? must(unchanged(step)) : NOT_EXERCISED),
  explain: changeText,
};

export const BUF_016: DmaBufStepRule = {
  ...EXPORT,
  id: 'BUF-016',
  title: 'memory off: REVOKED from the start',
  statement: 'A dma-buf that is exported while the memory of its device is off is REVOKED.',
  source: 'dma-mmio.md 1.4; Linux vfio_pci_dmabuf.c',
  why: 'A mapping made of it would point a peer at addresses that nobody answers.',
  example: 'A new buffer is always LIVE.',
  check(step) {
    const buf = made(step);
    return buf === null || isEnabled(step, buf.device) ? NOT_EXERCISED : must(buf.state === 'REVOKED');
  },
  explain: (step) => `memory is off, and the new dma-buf is ${made(step)!.state}`,
};
