import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { PgLevel, WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import type { WrapperOutcome } from '../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../model/vocabulary/rmp-wrapper/view';
import type { PlainPicture } from '../plain/picture';
import { rmpParts } from '../rmp/picture/picture';
import type { Target } from '../rmp/picture/regions';
import { targetOf as rmpTargetOf } from '../rmp/picture/target';
import { waysOf } from './picture-ways';

const pagesOf = (level: PgLevel): number => 512 ** (level - 1);

/** The system pages that a call names; null where it names none. */
function targetOf(op: WrapperOp): Target | null {
  switch (op.op) {
    case 'makePrivate':
    case 'makeShared':
      return { first: op.page, pages: pagesOf(op.level) };
    case 'leak':
      return { first: op.page, pages: op.pages };
    case 'makeCompound':
      return { first: op.page, pages: 2 ** op.order };
    case 'lookup':
    case 'psmash':
      return { first: op.page, pages: 1 };
    case 'dump':
      return op.leaf === null ? null : { first: op.leaf.page, pages: pagesOf(op.leaf.level) };
    case 'elsewhere':
      return rmpTargetOf(op.rmp);
    case 'prepare':
    case 'shutdown':
      return null;
  }
}

/** What is drawn of a call: what it does, and the RMP that it leaves behind. */
export const wrapperPicture: PlainPicture<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView> = ({
  op,
  before,
  expected,
  observed,
  expectedOutcome,
  observedOutcome,
}) => ({
  maps: [],
  trees: [],
  ways: waysOf(op, expectedOutcome, observedOutcome),
  effects: [],
  ...rmpParts({ before: before.rmp, expected: expected.rmp, observed: observed.rmp }, targetOf(op)),
});
