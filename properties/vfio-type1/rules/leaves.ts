/** Rules on the C-bit of IOPTEs where memory encryption is on: dma-mmio.md 5.7. */
import { bytesOf, pageOf } from '../../../model/vfio-type1/pages';
import type { DomainIndex } from '../../../model/vocabulary/vfio-type1/op';
import type { IopteSpan } from '../../../model/vocabulary/vfio-type1/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { Type1Step, Type1StepRule } from '../rule';
import { hasRam, hasReserved } from './_calls';
import { layoutOf, layoutOfMap } from './_layout';
import { STEP } from './_rule';

const LEAVES = { ...STEP, on: ['map', 'attach'] } as const;

/** IOVAs, inclusive of `first`, exclusive of `end`. */
interface Range {
  readonly first: bigint;
  readonly end: bigint;
}

/** IOVAs that the op has just mapped, and that must lead to MMIO without C-bit. */
function mmioRanges(step: Type1Step): readonly Range[] {
  const { op, before } = step;
  if (op.op === 'map') return mmioRuns(layoutOfMap(step).runs);
  // Pages that other domains have: as MMIO as they are there. Else the replay has pinned them.
  const [domain] = before.domains;
  if (domain !== undefined)
    return before
      .iopteSpans(domain)
      .filter(({ cBit }) => cBit === false)
      .map(({ iova, bytes }) => ({ first: iova, end: iova + bytes }));
  return before.mappings.flatMap((mapping) => mmioRuns(layoutOf(step, mapping).runs));
}

const mmioRuns = (runs: ReturnType<typeof layoutOfMap>['runs']): readonly Range[] =>
  runs
    .filter(({ pageClass }) => pageClass === 'mmio')
    .map(({ page, frames }) => ({ first: bytesOf(page), end: bytesOf(page + frames) }));

/** Domains that the op has mapped in. */
const touched = ({ op, before }: Type1Step): readonly DomainIndex[] => {
  if (op.op === 'attach') return [op.domain];
  return op.op === 'map' && !op.updateVaddr ? before.domains : [];
};

const spansOf = (step: Type1Step): readonly IopteSpan[] =>
  step.config.cBit !== null && step.outcome.value === 0
    ? touched(step).flatMap((domain) => step.after.iopteSpans(domain))
    : [];

const meets = ({ iova, bytes }: IopteSpan, ranges: readonly Range[]): boolean =>
  ranges.some(({ first, end }) => iova < end && first < iova + bytes);

/** IOPTEs of MMIO that have the C-bit; null where the op has mapped no MMIO. */
function encryptedMmio(step: Type1Step): readonly IopteSpan[] | null {
  const spans = spansOf(step).filter((span) => hasReserved(step.config, span));
  if (spans.length === 0) return null;
  const ranges = mmioRanges(step);
  return ranges.length === 0 ? null : spans.filter((span) => span.cBit === true && meets(span, ranges));
}

export const VFIO_032: Type1StepRule = {
  ...LEAVES,
  confidence: 'S',
  id: 'VFIO-032',
  title: 'no C-bit on MMIO',
  statement: 'Where memory encryption is on, no IOPTE of MMIO has the C-bit.',
  source: 'dma-mmio.md 5.6, 5.7; seed 000 (Wei Wang); AMD APM: C = 0 for MMIO addresses',
  why: 'Peer-to-peer DMA would go to address PA | C, where no device answers.',
  example: 'Linux 7.2 maps a BAR without MMIO, and the format sets the bit.',
  check(step) {
    const found = encryptedMmio(step);
    return found === null ? NOT_EXERCISED : must(found.length === 0);
  },
  explain: (step) => leafText(encryptedMmio(step) ?? []),
};

const plainRam = (step: Type1Step): readonly IopteSpan[] =>
  spansOf(step).filter((span) => span.cBit !== true && hasRam(step.config, span));

export const VFIO_033: Type1StepRule = {
  ...LEAVES,
  id: 'VFIO-033',
  title: 'the C-bit on RAM',
  statement: 'Where memory encryption is on, every IOPTE that leads to RAM has the C-bit.',
  source: 'dma-mmio.md 5.7; Linux generic_pt/fmt/amdv1.h',
  why: 'The device reads ciphertext, and what it writes is garbage to the CPU.',
  example: 'MMIO is set on a call that leads to RAM.',
  check(step) {
    const spans = spansOf(step).filter((span) => hasRam(step.config, span));
    return spans.length === 0 ? NOT_EXERCISED : must(plainRam(step).length === 0);
  },
  explain: (step) => leafText(plainRam(step)),
};

const leafText = (spans: readonly IopteSpan[]): string =>
  spans
    .slice(0, 3)
    .map(({ iova, paddr, bytes, cBit, raw }) => {
      const entry = raw === null ? '' : `, the first entry is 0x${raw.toString(16).padStart(16, '0')}`;
      return `${address(iova)} → ${address(paddr)} (${pageOf(bytes)} pages) with C-bit ${cBit ? 1 : 0}${entry}`;
    })
    .join('; ');
