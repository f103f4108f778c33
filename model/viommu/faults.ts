import type { Subregion } from '../vocabulary/viommu/config';
import type { ViommuFault } from '../vocabulary/viommu/op';

type Step = ViommuFault['step'];
type FaultOf<S extends Step> = Extract<ViommuFault, { readonly step: S }>;

/** The steps of one op that fail: each fault is used up by the step that it hits. */
export class Faults {
  private left: readonly ViommuFault[];

  constructor(faults: readonly ViommuFault[]) {
    this.left = faults;
  }

  /** The fault that hits this step now, if one does. `region`: null for a step that is of no sub-region. */
  take<S extends Step>(step: S, region: Subregion | null = null): FaultOf<S> | null {
    const found = this.left.find(
      (fault) => fault.step === step && ('region' in fault ? fault.region : null) === region,
    );
    if (found === undefined) return null;
    this.left = this.left.filter((fault) => fault !== found);
    return found as FaultOf<S>;
  }
}
