import type { Confidence, RuleInfo } from '../model/vocabulary';
import type { Page } from './page';
import { count, cut, lines, widest, wrap } from './text';

/** What tests a rule: the exhibits that it must convict, or why it is not judged. */
export interface RuleTests {
  /** Names of the exhibits. */
  readonly exhibits: readonly string[];
  /** Why the rule is not judged, or null. */
  readonly untested: string | null;
  /** Where it applies, besides its level: contracts, formats, what a subject must report. */
  readonly applies: string;
}

/** What the tags mean, by the document that the rule comes from: page-tables.md, rmp.md and dma-mmio.md each define their own. */
const CONFIDENCE: Readonly<Record<string, Partial<Record<Confidence, string>>>> = {
  PT: { V: 'verified by execution', R: 'read in source', M: 'from memory or inferred' },
  BUF: {
    U: 'upstream source',
    S: 'stated on a public list',
    I: 'inferred',
    C: 'contested',
    D: 'intended; released kernels break it',
  },
  RMP: { S: 'specified', L: 'stated on a public list', I: 'inferred', C: 'contested', R: 'recollected' },
};
const confidenceText = ({ id, confidence }: RuleInfo): string =>
  CONFIDENCE[id.slice(0, id.indexOf('-'))]?.[confidence] ?? confidence;

/** Everything that is known of one rule. */
export function ruleCard(rule: RuleInfo, tests: RuleTests, page: Page): string {
  const { colors } = page;
  const field = (name: string, text: string): string => `${colors.bold(name)}\n${wrap(text, page.width, '  ')}`;
  return lines(
    [
      `${colors.bold(rule.id)}  ${rule.title}`,
      field('statement', rule.statement),
      field('why it matters', rule.why),
      field('an example that breaks it', rule.example),
      field('source', `${rule.source} (${confidenceText(rule)})`),
      field('applies to', `level ${rule.level}; ${tests.applies}`),
      field('tested by', testsText(tests)),
    ].join('\n\n'),
  );
}

const testsText = ({ exhibits, untested }: RuleTests): string =>
  untested !== null
    ? `not tested: ${untested}`
    : exhibits.length === 0
      ? 'the search; no exhibit is named for it'
      : `the search, and the museum: ${exhibits.join(', ')}`;

/** All rules, one line each: ID, statement cut to the width, level, and what tests it. */
export function ruleList(rows: readonly { readonly rule: RuleInfo; readonly tests: RuleTests }[], page: Page): string {
  const tested = rows.map(({ tests }) => (tests.untested !== null ? 'not tested' : shortTests(tests.exhibits)));
  const idWidth = widest(
    rows.map(({ rule }) => rule.id),
    4,
  );
  const levelWidth = widest(
    rows.map(({ rule }) => rule.level),
    5,
  );
  const testedWidth = Math.min(Math.floor(page.width / 3), widest(tested, 'TESTED BY'.length));
  const statementWidth = page.width - idWidth - levelWidth - testedWidth - 6;
  const row = (id: string, statement: string, level: string, by: string): string =>
    `${id.padEnd(idWidth)}  ${cut(statement, statementWidth)}  ${level.padEnd(levelWidth)}  ${cut(by, testedWidth)}`;
  const reasons = rows.flatMap(({ rule, tests }) =>
    tests.untested === null ? [] : [wrap(`${rule.id} is not tested: ${tests.untested}`, page.width)],
  );
  return lines(
    page.colors.bold(row('RULE', 'STATEMENT', 'LEVEL', 'TESTED BY')),
    ...rows.map(({ rule }, i) => row(rule.id, rule.statement, rule.level, tested[i]!)),
    '',
    `${count(rows.length)} rules; \`iommu-conformance explain <ID>\` tells all of one`,
    ...reasons,
  );
}

const shortTests = ([first, ...more]: readonly string[]): string =>
  first === undefined ? 'search' : more.length === 0 ? first : `${first} +${more.length}`;
