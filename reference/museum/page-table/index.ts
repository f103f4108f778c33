import type { Subject } from '../../../model/vocabulary';
import { inBoxSubject } from '../../in-box/page-table';
import { loadExhibits } from '../load-exhibits';
import type { Exhibit } from './exhibit';

export type { Exhibit } from './exhibit';

let all: readonly Exhibit[] | null = null;

/** All exhibits, by the rule that convicts them. */
export const exhibits = (): readonly Exhibit[] => (all ??= loadExhibits<Exhibit>(__dirname));

/** The in-box implementation with the exhibit's bug. */
export const exhibitSubject = (exhibit: Exhibit): Subject => inBoxSubject(exhibit.parts, `exhibit:${exhibit.name}`);
