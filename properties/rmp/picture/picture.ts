import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import type { PictureParts } from '../../../model/vocabulary/picture';
import type { PlainPicture } from '../../plain/picture';
import { differingEntries } from './entries';
import { regionsOf, type RmpMoments, type Target } from './regions';
import { targetOf } from './target';

/** What any machine with an RMP in it draws of that. */
export const rmpParts = (moments: RmpMoments, target: Target | null): Pick<PictureParts, 'regions' | 'entries'> => ({
  regions: regionsOf(moments, target),
  entries: differingEntries(moments.expected, moments.observed),
});

/** What is drawn of an op of the RMP machine. */
export const rmpPicture: PlainPicture<RmpConfig, RmpOp, RmpOutcome, RmpView> = ({
  op,
  before,
  expected,
  observed,
}) => ({
  maps: [],
  trees: [],
  ways: [],
  effects: [],
  ...rmpParts({ before, expected, observed }, targetOf(op)),
});
