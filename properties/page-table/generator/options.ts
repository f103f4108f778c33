import type { AssumptionChoices, Capabilities, Contract, Format } from '../../../model/vocabulary';

/** What a generator has to know of the profile and of the subject. */
export interface GeneratorOptions {
  readonly contract: Contract;
  readonly assumptions: AssumptionChoices;
  /** Formats to draw from; those of the subject if left out. */
  readonly formats?: readonly Format[];
  readonly capabilities: Pick<Capabilities, 'formats' | 'ops' | 'hostile' | 'limits' | 'maxOps'>;
  /** Names of the themes to draw from; all if left out. */
  readonly themes?: readonly string[];
  /** Ops of every case exactly; drawn from 1 … MAX_OPS if left out. */
  readonly length?: number;
}
