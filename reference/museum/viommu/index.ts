import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../../model/vocabulary/viommu/op';
import type { ViommuOutcome } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import { inBoxViommuSubject } from '../../in-box/viommu';
import { loadExhibits } from '../load-exhibits';
import type { ViommuExhibit } from './exhibit';

export type { ViommuExhibit } from './exhibit';

let all: readonly ViommuExhibit[] | null = null;

/** All exhibits of the viommu machine, by the rule that convicts them. */
export const viommuExhibits = (): readonly ViommuExhibit[] => (all ??= loadExhibits<ViommuExhibit>(__dirname));

/** The in-box viommu driver with the exhibit's bug. */
export const viommuExhibitSubject = ({
  name,
  parts,
}: ViommuExhibit): MachineSubject<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView> =>
  inBoxViommuSubject(`exhibit:${name}`, parts);
