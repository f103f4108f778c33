import type { AddCommand } from './command';
import { addAssumptions } from './assumptions';
import { addCampaign } from './campaign';
import { addCheck } from './check';
import { addDiff } from './diff';
import { addExplain } from './explain';
import { addMuseum } from './museum';
import { addPicture } from './picture';
import { addReplay } from './replay';
import { addRules } from './rules';
import { addShrink } from './shrink';
import { addStart } from './start';
import { addSubjects } from './subjects';

/** The commands, in the order of the help. */
export const COMMANDS: readonly AddCommand[] = [
  addStart,
  addCheck,
  addCampaign,
  addReplay,
  addPicture,
  addShrink,
  addDiff,
  addRules,
  addExplain,
  addMuseum,
  addSubjects,
  addAssumptions,
];
