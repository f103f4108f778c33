import { inBoxWrapperSubject, type WrapperSubject } from '../../in-box/rmp-wrapper';
import { loadExhibits } from '../load-exhibits';
import type { WrapperExhibit } from './exhibit';

export type { WrapperExhibit } from './exhibit';

let all: readonly WrapperExhibit[] | null = null;

/** All exhibits, by the rule that convicts them. */
export const wrapperExhibits = (): readonly WrapperExhibit[] => (all ??= loadExhibits<WrapperExhibit>(__dirname));

/** The in-box kernel with the exhibit's bug. */
export const wrapperExhibitSubject = ({ name, parts }: WrapperExhibit): WrapperSubject =>
  inBoxWrapperSubject(`exhibit:${name}`, parts);
