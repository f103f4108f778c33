import { ruleList } from '../../reports/rule-card';
import { ExitCode } from '../exit-code';
import { listedRules } from '../rules';
import { explainRule } from './explain';
import type { AddCommand } from './command';

/** `rules [ID]`: all rules with what tests each, or everything about one. */
export const addRules: AddCommand = (program, door, end) => {
  program
    .command('rules')
    .description('list the rules, each with what tests it')
    .argument('[ID]', 'one rule, in full')
    .action((id: string | undefined) => {
      if (id === undefined) {
        door.print(ruleList(listedRules(), door.page));
      } else {
        explainRule(id, door);
      }
      end(ExitCode.held);
    });
};
