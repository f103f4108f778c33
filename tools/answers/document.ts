import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { answerScenario } from '../../properties/scenario/answer';
import { parseScenario } from '../../properties/scenario/parse';
import { scenarioMarkdown } from '../../reports/scenario';

/** The folder of the scenarios that docs/answers.md is made of, and the document itself, from the project's root. */
export const SCENARIOS = 'scenarios';
export const ANSWERS = 'docs/answers.md';

const HEAD = `# Answers

What the model says of the questions of the mailing-list discussion about RMP and IO page sizes, step by step: what
happens, which check decides, by which rule and source, and under which answers to open questions it would come out
differently. Generated from the scenarios by \`npm run answers\`; \`npx iommu-conformance explain <scenario>\` prints one,
your own too (docs/scenarios.md).
`;

/** The text of docs/answers.md, from the scenario files below `root`. */
export function answersDocument(root: string): string {
  const files = readdirSync(join(root, SCENARIOS))
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const answers = files.map((name) => {
    const file = `${SCENARIOS}/${name}`;
    return scenarioMarkdown(answerScenario(parseScenario(readFileSync(join(root, file), 'utf8'), file), file), file);
  });
  return [HEAD, ...answers].join('\n');
}
