import type { Subregion } from '../../../model/vocabulary/viommu/config';
import type { ViommuFault } from '../../../model/vocabulary/viommu/op';

type Of<Step extends ViommuFault['step']> = Extract<ViommuFault, { step: Step }>;

/** Faults of one op that have not hit yet. */
export class Faults {
  private readonly left: ViommuFault[];

  constructor(faults: readonly ViommuFault[]) {
    this.left = [...faults];
  }

  /** The fault that this making of a step meets; undefined: none. `region`: null for steps that have none. */
  next<Step extends ViommuFault['step']>(step: Step, region: Subregion | null): Of<Step> | undefined {
    const at = this.left.findIndex((fault) => fault.step === step && (region === null || hits(fault, region)));
    return at < 0 ? undefined : (this.left.splice(at, 1)[0] as Of<Step>);
  }
}

const hits = (fault: ViommuFault, region: Subregion): boolean => 'region' in fault && fault.region === region;
