import type { AddressMap, PictureLeaf } from '../../../model/vocabulary/picture';
import { SUBREGION_BYTES } from '../../../model/vocabulary/viommu/config';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import { shownLeaves, sightings, type Focus } from '../../engine/picture-leaves';
import { runOf, type PictureRun } from '../../plain/picture-runs';
import type { ViommuPicturedStep } from './step';

type Leaf = PictureRun & { readonly encrypted: boolean };

const keyOf = ({ first, target, lg, count, encrypted }: Leaf): string => [first, target, lg, count, encrypted].join();

/** What the tables of the IOMMU's domain map, cut where sub-regions begin. */
function leavesOf(view: ViommuView, iommu: number): readonly Leaf[] {
  const { domain } = view.iommu(iommu);
  if (domain === null) return [];
  return view.mapped(domain).flatMap(({ base, bytes }) => {
    const leaves: Leaf[] = [];
    for (let at = base; at < base + bytes;) {
      const end = Math.min(base + bytes, (Math.floor(at / SUBREGION_BYTES) + 1) * SUBREGION_BYTES);
      const { spa, encrypted } = view.iopte(domain, at)!;
      leaves.push({ ...runOf(at, spa, end - at), encrypted });
      at = end;
    }
    return leaves;
  });
}

const cachedOf = (view: ViommuView, iommu: number): readonly Leaf[] =>
  view
    .iommu(iommu)
    .cached.flatMap(({ iova, spa }) => (spa === null ? [] : [{ ...runOf(iova, spa, 4096), encrypted: false }]));

/** True if memory that was given back lies there. */
const isFree = (view: ViommuView, { target }: Leaf): boolean => {
  const block = target * 4096 - ((target * 4096) % SUBREGION_BYTES);
  return view.blocks.includes(block) && !view.block(block).allocated;
};

function mapOf(
  title: string,
  leaves: (view: ViommuView) => readonly Leaf[],
  { before, expected, observed }: ViommuPicturedStep,
  focus: Focus | null,
): AddressMap[] {
  const found = sightings(leaves(before), leaves(expected), leaves(observed), keyOf);
  if (found.length === 0) return [];
  const shown = found.map(({ item, ...moments }): PictureLeaf => {
    const isLost = moments.observed && isFree(observed, item);
    const { encrypted, ...run } = item;
    const mark = isLost ? 'free' : encrypted ? 'C' : '';
    return { ...run, kind: 'ram', mark, ...moments, wrong: isLost || moments.expected !== moments.observed };
  });
  return [{ title, from: 'IOVA', to: 'system', ...shownLeaves(shown, focus), touched: focus }];
}

/** Where tables and IOTLB of the op's IOMMU lead; the mark `free` stands for memory that was given back. */
export function addressMapsOf(step: ViommuPicturedStep): AddressMap[] {
  const { iommu } = step.op;
  const focus = step.op.op === 'access' ? { first: Math.floor(step.op.iova / 4096), pages: 1 } : null;
  return [
    ...mapOf(`Where the domain of IOMMU ${iommu} leads`, (view) => leavesOf(view, iommu), step, focus),
    ...mapOf(`What the IOTLB of IOMMU ${iommu} keeps`, (view) => cachedOf(view, iommu), step, focus),
  ];
}
