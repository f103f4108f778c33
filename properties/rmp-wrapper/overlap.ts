import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../model/vocabulary/rmp/view';
import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import { hasOwnSubPage, isTwoM } from '../rmp/rules/_entry';

const LEVEL_4K = 1;

/** True if a conversion meets another entry of its 2M region: what the kernel repeats for ever (rmp.md 2.1 check 5). */
export function isOverlap(view: RmpView, op: WrapperOp): boolean {
  if ((op.op !== 'makePrivate' && op.op !== 'makeShared') || !view.covered(op.page)) return false;
  const base = op.page - (op.page % REGION_PAGES);
  if (op.level === LEVEL_4K) return isTwoM(view, base);
  return op.page === base && !isTwoM(view, base) && hasOwnSubPage(view, base);
}
