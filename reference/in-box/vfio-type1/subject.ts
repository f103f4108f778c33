import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { MachineSubject } from '../../../model/vocabulary/plain';
import { InBoxType1 } from './in-box';
import type { Type1Parts } from './parts';
import { standardType1Parts } from './standard-parts';

const VERSION = '1';

/** The in-box VFIO type1, with some parts replaced. */
export const createInBoxType1 = (config: Type1Config, parts: Partial<Type1Parts> = {}): InBoxType1 =>
  new InBoxType1(config, { ...standardType1Parts, ...parts });

/** The same as a subject on the stand. */
export const inBoxType1Subject = (
  name: string,
  parts: Partial<Type1Parts> = {},
): MachineSubject<Type1Config, Type1Op, Type1Outcome, Type1View> => ({
  name,
  version: VERSION,
  start: (config) => createInBoxType1(config, parts),
});
