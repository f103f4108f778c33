import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { PlainPicture } from '../../plain/picture';
import { addressMapsOf } from './address-maps';
import { waysOf } from './ways';

/** What is drawn of an op on a container: what is behind the process, what each domain maps, the calls, the entries. */
export const type1Picture: PlainPicture<Type1Config, Type1Op, Type1Outcome, Type1View> = (step) => ({
  maps: addressMapsOf(step),
  trees: [],
  entries: [],
  regions: [],
  effects: [],
  ways: waysOf(step),
});

/** What a container holds, in a few words. */
export function stateText({ domains, mappings, pinned, lockedPages }: Type1View): string {
  const pages = pinned.reduce((sum, { frames, pins }) => sum + frames * pins, 0);
  const list = domains.length === 0 ? 'no domain' : `domains ${domains.join(' ')}`;
  return `${list}, ${mappings.length} mapped, ${pages} pages pinned, ${lockedPages} locked`;
}
