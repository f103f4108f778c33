import type { RuleStatus, RuleVerdict } from '../model/vocabulary';
import type { Colors, Page } from './page';
import { count, cut, lines, widest, wrap } from './text';

const HEAD = { id: 'RULE', statement: 'STATEMENT', level: 'LEVEL', status: 'STATUS', exercised: 'EXERCISED' };
const GAP = '  ';

/** How each status looks; `broken` must be found at a glance, `held` must not shout. */
export const paintStatus = (status: RuleStatus, colors: Colors): ((text: string) => string) =>
  ({
    held: colors.green,
    broken: (text: string) => colors.bold(colors.red(text)),
    known: colors.yellow,
    'not reached': colors.yellow,
    'not tested': colors.dim,
  })[status];

/**
 * One line per rule: ID, statement cut to the width, level, status, times exercised. Below it, for every rule that was
 * not tested, the reason.
 */
export function ruleTable(rules: readonly RuleVerdict<unknown>[], page: Page): string {
  const { colors } = page;
  const idWidth = widest(
    rules.map(({ rule }) => rule.id),
    HEAD.id.length,
  );
  const levelWidth = widest(
    rules.map(({ rule }) => rule.level),
    HEAD.level.length,
  );
  const statusWidth = widest(
    rules.map(({ status }) => status),
    HEAD.status.length,
  );
  const countWidth = widest(
    rules.map(({ exercised }) => count(exercised)),
    HEAD.exercised.length,
  );
  const statementWidth = page.width - (idWidth + levelWidth + statusWidth + countWidth + 4 * GAP.length);

  const row = (id: string, statement: string, level: string, status: string, exercised: string): string =>
    [id, statement, level, status, exercised].join(GAP);
  const head = row(
    HEAD.id.padEnd(idWidth),
    cut(HEAD.statement, statementWidth),
    HEAD.level.padEnd(levelWidth),
    HEAD.status.padEnd(statusWidth),
    HEAD.exercised.padStart(countWidth),
  );
  const body = rules.map(({ rule, status, exercised }) =>
    row(
      rule.id.padEnd(idWidth),
      cut(rule.statement, statementWidth),
      rule.level.padEnd(levelWidth),
      paintStatus(status, colors)(status.padEnd(statusWidth)),
      count(exercised).padStart(countWidth),
    ),
  );
  return lines(colors.bold(head), ...body, ...reasons(rules, page));
}

/** `not tested: PT-173, PT-174: sequential subjects`, one paragraph per reason. */
function reasons(rules: readonly RuleVerdict<unknown>[], page: Page): string[] {
  const byReason = new Map<string, string[]>();
  for (const { rule, status, reason } of rules) {
    if (status !== 'not tested') continue;
    const ids = byReason.get(reason ?? 'no reason given') ?? [];
    ids.push(rule.id);
    byReason.set(reason ?? 'no reason given', ids);
  }
  if (byReason.size === 0) return [];
  return ['', ...[...byReason].map(([reason, ids]) => wrap(`not tested: ${ids.join(', ')}: ${reason}`, page.width))];
}
