/** The model of the RMP: instructions, firmware commands, CPU access checks. rmp.md 1 to 3. */
import type { Machine } from '../vocabulary/plain';
import type { RmpConfig } from '../vocabulary/rmp/config';
import type { RmpOp } from '../vocabulary/rmp/op';
import type { RmpOutcome } from '../vocabulary/rmp/outcome';
import type { RmpView } from '../vocabulary/rmp/view';
import { RmpMachine } from './machine';

export { RmpConfigError } from './config-error';

/** A model in the state that `config` describes. Throws RmpConfigError if no machine can have it. */
export const createRmpModel = (config: RmpConfig): Machine<RmpOp, RmpOutcome, RmpView> => new RmpMachine(config);
