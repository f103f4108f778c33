import { REGION_PAGES, RmpSize } from '../../../model/vocabulary/rmp/entry';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { Target } from './regions';

const PAGE_BYTES = 4096;
const byteTarget = (spa: number, pages: number): Target => ({ first: Math.floor(spa / PAGE_BYTES), pages });
const pagesOf = (size: RmpSize): number => (size === RmpSize.size2M ? REGION_PAGES : 1);

/** The system pages that an op names; null where it names none. */
export function targetOf(op: RmpOp): Target | null {
  switch (op.op) {
    case 'rmpupdate':
      return byteTarget(op.spa, pagesOf(op.to.size));
    case 'pageReclaim':
    case 'launchUpdate':
      return byteTarget(op.spa, pagesOf(op.size));
    case 'psmash':
    case 'pageUnsmash':
      return byteTarget(op.spa, REGION_PAGES);
    case 'pageSetState':
    case 'mmioValidate':
      return byteTarget(op.spa, op.pages);
    case 'rmpread':
    case 'rmpopt':
    case 'mdInit':
    case 'gctxCreate':
    case 'decommission':
    case 'writeBuffer':
      return byteTarget(op.spa, 1);
    case 'pvalidate':
    case 'rmpadjust':
      return { first: op.spa, pages: pagesOf(op.size) };
    case 'access':
    case 'rmpquery':
    case 'hsave':
    case 'vmsave':
      return { first: op.spa, pages: 1 };
    case 'busy':
      return { first: op.spa - (op.spa % REGION_PAGES), pages: REGION_PAGES };
    case 'vmrun':
      return { first: op.vmsa ?? op.vmcb, pages: 1 };
    case 'snpInit':
    case 'snpShutdown':
    case 'vmexit':
      return null;
  }
}
