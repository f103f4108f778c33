import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { inBoxRmpSubject } from '../../in-box/rmp';
import { loadExhibits } from '../load-exhibits';
import type { RmpExhibit } from './exhibit';

export type { RmpExhibit } from './exhibit';

let all: readonly RmpExhibit[] | null = null;

/** All exhibits, by the rule that convicts them. */
export const rmpExhibits = (): readonly RmpExhibit[] => (all ??= loadExhibits<RmpExhibit>(__dirname));

/** The in-box RMP with the exhibit's bug. */
export const rmpExhibitSubject = (exhibit: RmpExhibit): MachineSubject<RmpConfig, RmpOp, RmpOutcome, RmpView> =>
  inBoxRmpSubject(`exhibit:${exhibit.name}`, exhibit.parts);
