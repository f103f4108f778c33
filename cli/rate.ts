import { count, duration, percent } from '../reports/text';

/** How far a search is (CheckOptions.onProgress). */
export interface SearchProgress {
  readonly cases: number;
  readonly totalCases: number;
  readonly ops: number;
  readonly seconds: number;
  readonly broken: number;
}

/** `12 %, 2,400 cases, 240,000 ops, 2.1 s, 1 rule broken`. */
export function rateText({ cases, totalCases, ops, seconds, broken }: SearchProgress): string {
  const share =
    Number.isSafeInteger(totalCases) && totalCases < Number.MAX_SAFE_INTEGER ? `${percent(cases / totalCases)}, ` : '';
  const found = broken > 0 ? `, ${count(broken)} broken` : '';
  return `${share}${count(cases)} cases, ${count(ops)} ops, ${duration(seconds)}${found}`;
}
