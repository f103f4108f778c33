import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import { inBoxType1Subject } from '../../in-box/vfio-type1';
import { loadExhibits } from '../load-exhibits';
import type { Type1Exhibit } from './exhibit';

export type { Type1Exhibit } from './exhibit';

let all: readonly Type1Exhibit[] | null = null;

/** All exhibits of the vfio-type1 machine, by the rule that convicts them. */
export const type1Exhibits = (): readonly Type1Exhibit[] => (all ??= loadExhibits<Type1Exhibit>(__dirname));

/** The in-box VFIO type1 with the exhibit's bug. */
export const type1ExhibitSubject = ({
  name,
  parts,
}: Type1Exhibit): MachineSubject<Type1Config, Type1Op, Type1Outcome, Type1View> =>
  inBoxType1Subject(`exhibit:${name}`, parts);
