import { extname } from 'node:path';
import { answerScenario } from '../../properties/scenario/answer';
import { parseScenario } from '../../properties/scenario/parse';
import { ruleCard } from '../../reports/rule-card';
import { scenarioText } from '../../reports/scenario';
import type { Door } from '../door';
import { ExitCode } from '../exit-code';
import { readText } from '../files';
import { rulesCalled } from '../rules';
import type { AddCommand } from './command';

const SCENARIO_FILES: readonly string[] = ['.yaml', '.yml'];

/** `explain <ID>` tells everything about a rule; `explain <scenario>` what happens in it, step by step, and why. */
export const addExplain: AddCommand = (program, door, end) => {
  program
    .command('explain')
    .description('tell everything about a rule; or of a scenario what happens at each step, and which check decides')
    .argument('<rule or file>', 'a rule, for example PT-032, or a scenario file, for example scenarios/4m-and-1g.yaml')
    .action((what: string) => {
      if (SCENARIO_FILES.includes(extname(what))) explainScenario(what, door);
      else explainRule(what, door);
      end(ExitCode.held);
    });
};

function explainScenario(path: string, { print, page }: Door): void {
  print(scenarioText(answerScenario(parseScenario(readText(path, 'scenario file'), path), path), page));
}

/** Prints everything about a rule. */
export function explainRule(id: string, { print, page }: Door): void {
  print(
    rulesCalled(id)
      .map(({ rule, tests }) => ruleCard(rule, tests, page))
      .join('\n\n'),
  );
}
