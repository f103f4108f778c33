import type { HostSubject } from '../../../model/vocabulary/host/machine';
import { hostSubject } from '../../in-box/host';
import { correct } from '../../policies/correct';
import { loadExhibits } from '../load-exhibits';
import type { HostExhibit } from './exhibit';

export type { HostExhibit } from './exhibit';

let all: readonly HostExhibit[] | null = null;

/** All exhibits, by the rule that convicts them. */
export const hostExhibits = (): readonly HostExhibit[] => (all ??= loadExhibits<HostExhibit>(__dirname));

/** The in-box host with the exhibit's bug. */
export const hostExhibitSubject = ({ name, policy, parts }: HostExhibit): HostSubject =>
  hostSubject(`exhibit:${name}`, policy ?? correct, parts);
