import type { PictureLeaf } from '../../model/vocabulary/picture';
import type { Axis } from './axis';
import { span } from './leaf-run';
import { memoryBox } from './memory';
import { box, shape, type Svg } from './svg';

/** What is only expected lies below what was observed; where both lead to the same place, one band says so. */
export const bandOrder = (leaves: readonly PictureLeaf[]): readonly PictureLeaf[] => {
  const observed = leaves.filter((leaf) => leaf.observed);
  const goesElsewhere = (leaf: PictureLeaf): boolean =>
    !observed.some((o) => o.first === leaf.first && o.target === leaf.target && span(o) === span(leaf));
  return [...leaves.filter((leaf) => !leaf.observed && goesElsewhere(leaf)), ...observed];
};

/** From the lanes to where the leaf leads: filled where it was observed, an outline where it was not. */
export function bandSvg(leaf: PictureLeaf, axis: Axis, targets: Axis, left: number, right: number): Svg {
  const pages = span(leaf);
  const points = [
    [left + 2, axis.at(leaf.first)],
    [right - 2, targets.at(leaf.target)],
    [right - 2, targets.at(leaf.target + pages)],
    [left + 2, axis.at(leaf.first + pages)],
  ] as const;
  if (leaf.observed) return shape(points, `k-${leaf.kind} pale${leaf.wrong ? ' wrong' : ''}`);
  return shape(points, leaf.expected ? 'lacking' : 'ghost');
}

/** What a leaf leads to. */
export function targetBox(leaf: PictureLeaf, targets: Axis, x: number, width: number): Svg {
  const y = targets.at(leaf.target);
  const height = targets.at(leaf.target + span(leaf)) - y;
  if (!leaf.observed) return box(x, y, width, height, 'ghost');
  return memoryBox(x, y, width, height, leaf.kind) + box(x, y, width, height, 'edge');
}
