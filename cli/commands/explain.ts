import { ruleCard } from '../../reports/rule-card';
import { ExitCode } from '../exit-code';
import { testsOf } from '../rule-tests';
import { ruleCalled } from '../rules';
import type { AddCommand } from './command';

/** `explain <ID>`: statement, source, why it matters, an example that breaks it. */
export const addExplain: AddCommand = (program, door, end) => {
  program
    .command('explain')
    .description('tell everything about a rule: statement, source, why it matters, what breaks it')
    .argument('<ID>', 'the rule, for example PT-032')
    .action((id: string) => {
      const rule = ruleCalled(id);
      door.print(ruleCard(rule, testsOf(rule), door.page));
      end(ExitCode.held);
    });
};
