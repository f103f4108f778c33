import type { RuleStatus, Verdict } from '../model/vocabulary';
import type { Page } from './page';
import { paintStatus } from './rule-table';
import { count, duration, percent, plural, wrap } from './text';

const ORDER: readonly RuleStatus[] = ['held', 'broken', 'known', 'not reached', 'not tested'];

/** `98 rules held, 1 broken, 2 not tested`, statuses that nothing has left out (but for held and broken); divergences below. */
export function statusCounts(verdict: Pick<Verdict<unknown>, 'rules' | 'divergences'>, page: Page): string {
  const parts = ORDER.flatMap((status) => {
    const n = verdict.rules.filter((rule) => rule.status === status).length;
    if (n === 0 && status !== 'held' && status !== 'broken') return [];
    const text = status === 'held' ? `${plural(n, 'rule')} held` : `${count(n)} ${status}`;
    return [n === 0 ? text : paintStatus(status, page.colors)(text)];
  });
  const lines = [parts.join(', ')];
  const unknown = verdict.divergences.filter(({ known }) => !known).length;
  const known = verdict.divergences.length - unknown;
  if (unknown > 0) lines.push(page.colors.red(`${plural(unknown, 'divergence')} from the model without a broken rule`));
  if (known > 0) lines.push(page.colors.yellow(`${plural(known, 'known divergence')} from the model`));
  return lines.join('\n');
}

/** What was run: subject, profile, seed, how much, how fast; and deviations that no longer show. */
export function runText(verdict: Verdict<unknown>, page: Page): string {
  const assumed = verdict.assumed.length > 0 ? ` with ${verdict.assumed.join(', ')}` : '';
  const speed = verdict.seconds > 0 ? ` (${count(verdict.ops / verdict.seconds)} ops/s)` : '';
  const run =
    `${verdict.subject} ${verdict.version}, profile ${verdict.profile}${assumed}, seed ${verdict.seed}: ` +
    `${plural(verdict.cases, 'case')}, ${plural(verdict.ops, 'op')} (${verdict.meanOps.toFixed(1)} a case, ` +
    `${percent(verdict.activeShare)} change or hit state) in ${duration(verdict.seconds)}${speed}`;
  const stale = verdict.staleDeviations.map((name) => wrap(`deviation no longer shows: ${name}`, page.width));
  return [wrap(run, page.width), ...stale].join('\n');
}

/** States that a search must reach, with their counts; null where the machine has none. */
export function goalsText({ goals = [] }: Verdict<unknown>, page: Page): string | null {
  if (goals.length === 0) return null;
  const texts = goals.map(({ name, count: n, of, reached }) => {
    const text = `${name} ${count(n)}${of === undefined ? '' : ` of ${count(of)}`}`;
    return reached ? text : page.colors.yellow(`${text} (not reached)`);
  });
  return wrap(`goals: ${texts.join(', ')}`, page.width);
}

/** Cases by theme, in one paragraph. */
export function themesText(verdict: Verdict<unknown>, page: Page): string {
  const themes = Object.entries(verdict.themes).map(([name, cases]) => `${name} ${count(cases)}`);
  return wrap(`cases by theme: ${themes.join(', ')}`, page.width);
}
