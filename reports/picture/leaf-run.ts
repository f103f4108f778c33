import type { PictureLeaf } from '../../model/vocabulary/picture';
import { pagesOf } from '../../model/vocabulary/units';
import type { PageRange } from './axis';

/** 4K pages that a run of leaves maps. */
export const span = ({ lg, count }: PictureLeaf): number => pagesOf(lg) * count;
/** What it maps, and where to. */
export const sourceOf = (leaf: PictureLeaf): PageRange => ({ first: leaf.first, pages: span(leaf) });
export const targetOf = (leaf: PictureLeaf): PageRange => ({ first: leaf.target, pages: span(leaf) });
