import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { InBoxRmp } from './in-box';
import type { RmpParts } from './parts';
import { standardRmpParts } from './standard-parts';

const VERSION = '1';

/** The in-box RMP, with some parts replaced. */
export const createInBoxRmp = (config: RmpConfig, parts: Partial<RmpParts> = {}): InBoxRmp =>
  new InBoxRmp(config, { ...standardRmpParts, ...parts });

/** The same as a subject on the stand. */
export const inBoxRmpSubject = (
  name: string,
  parts: Partial<RmpParts> = {},
): MachineSubject<RmpConfig, RmpOp, RmpOutcome, RmpView> => ({
  name,
  version: VERSION,
  start: (config) => createInBoxRmp(config, parts),
});
