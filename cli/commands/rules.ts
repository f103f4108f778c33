import { ruleCard, ruleList } from '../../reports/rule-card';
import { ExitCode } from '../exit-code';
import { listedRules, ruleCalled } from '../rules';
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
        const { rule, tests } = ruleCalled(id);
        door.print(ruleCard(rule, tests, door.page));
      }
      end(ExitCode.held);
    });
};
