import { allRules } from '../../properties/page-table/catalogue';
import { ruleCard, ruleList } from '../../reports/rule-card';
import { ExitCode } from '../exit-code';
import { testsOf } from '../rule-tests';
import { ruleCalled } from '../rules';
import type { AddCommand } from './command';

/** `rules [ID]`: all rules with what tests each, or everything about one. */
export const addRules: AddCommand = (program, door, end) => {
  program
    .command('rules')
    .description('list the rules, each with what tests it')
    .argument('[ID]', 'one rule, in full')
    .action((id: string | undefined) => {
      if (id === undefined) {
        const rows = allRules().map((rule) => ({ rule, tests: testsOf(rule) }));
        door.print(ruleList(rows, door.page));
      } else {
        const rule = ruleCalled(id);
        door.print(ruleCard(rule, testsOf(rule), door.page));
      }
      end(ExitCode.held);
    });
};
