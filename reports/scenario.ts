import type { AnswerStep, ScenarioAnswer } from '../model/vocabulary/scenario';
import type { Page } from './page';
import { lines, wrap } from './text';

/** A scenario and its answer, step by step, for a terminal. */
export function scenarioText(answer: ScenarioAnswer, page: Page): string {
  const { colors, width } = page;
  const head = [
    colors.bold(answer.title),
    ...(answer.question === null ? [] : [wrap(answer.question.trim(), width)]),
    ...(answer.assumed.length === 0 ? [] : [wrap(`assumed: ${answer.assumed.join(', ')}`, width)]),
  ];
  return lines([...head, ...answer.steps.map((step, i) => stepText(step, i, page))].join('\n\n'));
}

function stepText({ text, note, result, refused, decision, otherwise }: AnswerStep, i: number, page: Page): string {
  const { colors, width } = page;
  const number = `${i + 1}`.padStart(2);
  const indent = '    ';
  const paint = refused ? colors.red : colors.green;
  return lines(
    ...(note === null ? [] : [colors.dim(wrap(note.trim(), width, indent))]),
    colors.bold(`${number}  ${wrap(text, width, indent).trimStart()}`),
    paint(wrap(result, width, indent)),
    ...(decision === null ? [] : [wrap(because(decision), width, indent)]),
    ...otherwise.map(({ assumption, position, result: other }) =>
      colors.yellow(wrap(`with ${assumption}=${position}: ${other}`, width, indent)),
    ),
  );
}

/** The result of a step that only sets something up. */
const DONE = 'done';

const because = ({ text, rule, source }: NonNullable<AnswerStep['decision']>): string =>
  `${text} (${rule === null ? source : `${rule}, ${source}`})`;

/** The same as Markdown, for docs/answers.md. */
export function scenarioMarkdown(answer: ScenarioAnswer, file: string): string {
  const steps = answer.steps.flatMap(({ text, note, result, refused, decision, otherwise }, i) => [
    ...(note === null ? [] : [`${note.trim()}`, '']),
    `${i + 1}. ${text}`,
    ...(result === DONE ? [] : [`   - **${refused ? 'refused' : 'passes'}**: ${result}`]),
    ...(decision === null ? [] : [`   - because ${because(decision)}`]),
    ...otherwise.map(({ assumption, position, result: other }) => `   - with \`${assumption}=${position}\`: ${other}`),
    '',
  ]);
  return [
    `## ${answer.title}`,
    '',
    ...(answer.question === null ? [] : [`> ${answer.question.trim().replace(/\s+/g, ' ')}`, '']),
    ...(answer.assumed.length === 0 ? [] : [`Assumed: ${answer.assumed.join(', ')}.`, '']),
    ...steps,
    `Scenario: [\`${file}\`](../${file})`,
    '',
  ].join('\n');
}
