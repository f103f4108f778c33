import type { Contract } from '../../../../model/vocabulary';
import { DEFAULT_ASSUMPTIONS } from '../../../../model/vocabulary/assumption';
import { OP_NAMES } from '../../../../model/vocabulary/op';
import type { GeneratorOptions } from '../options';

/** A subject that can do everything. */
export const everything = (contract: Contract, more: Partial<GeneratorOptions> = {}): GeneratorOptions => ({
  contract,
  assumptions: DEFAULT_ASSUMPTIONS,
  capabilities: { formats: ['amdv1', 'amdv2'], ops: OP_NAMES, hostile: true, limits: {}, maxOps: 1000 },
  ...more,
});

/** Its opposite in all but the basics: nothing that it may not survive. */
export const harmless = (contract: Contract): GeneratorOptions => {
  const options = everything(contract);
  return { ...options, capabilities: { ...options.capabilities, hostile: false } };
};
