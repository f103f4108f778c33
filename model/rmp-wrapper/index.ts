/** The model of a host kernel's calls on the RMP: rmp.md 2.1, 2.2, 6. */
import { createRmpModel } from '../rmp';
import type { Machine } from '../vocabulary/plain';
import type { RmpConfig } from '../vocabulary/rmp/config';
import type { RmpOracle } from '../vocabulary/rmp-wrapper/oracle';
import type { WrapperConfig } from '../vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../vocabulary/rmp-wrapper/op';
import type { WrapperOutcome } from '../vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../vocabulary/rmp-wrapper/view';
import { RmpWrapperModel } from './machine';
import { MachineOracle } from './oracle';

/** A model in the state that `config` describes. Throws RmpConfigError if no machine can have it. */
export const createWrapperModel = (config: WrapperConfig): Machine<WrapperOp, WrapperOutcome, WrapperView> =>
  new RmpWrapperModel(config);

/** The model's RMP, for kernel code to run its instructions on. Throws RmpConfigError. */
export const modelOracle = (config: RmpConfig): RmpOracle => new MachineOracle(createRmpModel(config));
