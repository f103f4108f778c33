/** What is left behind: dma-mmio.md 5.4, 5.5. */
import type { DomainIndex } from '../../../model/vocabulary/vfio-type1/op';
import type { IopteSpan, MappingView } from '../../../model/vocabulary/vfio-type1/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { Type1Step, Type1StepRule } from '../rule';
import { STEP } from './_rule';

/** The first address of the span that is in none of the mappings, which are in IOVA order; null: all of it is. */
function strayIn(mappings: readonly MappingView[], { iova, bytes }: IopteSpan): bigint | null {
  let at = iova;
  for (const mapping of mappings)
    if (mapping.iova <= at && at < mapping.iova + mapping.bytes) at = mapping.iova + mapping.bytes;
  return at < iova + bytes ? at : null;
}

/** The first IOPTE outside of the mappings, and its domain. */
function stray({ after }: Type1Step): { readonly domain: DomainIndex; readonly iova: bigint } | null {
  for (const domain of after.domains)
    for (const span of after.iopteSpans(domain)) {
      const iova = strayIn(after.mappings, span);
      if (iova !== null) return { domain, iova };
    }
  return null;
}

/** True if the op took something out: a mapping, or what a map that failed had mapped. */
const tookOut = ({ before, after, outcome: { events } }: Type1Step): boolean =>
  after.mappings.length < before.mappings.length || events.some(({ event }) => event === 'unmap');

export const VFIO_035: Type1StepRule = {
  ...STEP,
  on: ['map', 'unmap', 'attach', 'detach'],
  id: 'VFIO-035',
  title: 'no IOPTE outlives its mapping',
  statement:
    'After an op that takes a mapping out, or takes a map back, no domain has an IOPTE outside of the mappings.',
  source: 'dma-mmio.md 5.4, 5.5; Linux vfio_iommu_type1.c',
  why: 'A device goes on reaching memory that its user was told it cannot reach any more.',
  example: 'Only the first domain is unmapped.',
  check: (step) => (tookOut(step) ? must(stray(step) === null) : NOT_EXERCISED),
  explain(step) {
    const { domain, iova } = stray(step)!;
    return `domain ${domain} has an IOPTE at ${address(iova)}, where no mapping is`;
  },
};
