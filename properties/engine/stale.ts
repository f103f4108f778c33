import type { Inspector } from '../page-table/inspect';
import { findingKey, type DeviationsFile } from './deviations';
import { parseTrace } from './trace-file';

/** Deviations whose stored trace no longer shows them: their rule, kind of op and effect. */
export async function staleDeviations(inspector: Inspector, known: DeviationsFile | null): Promise<string[]> {
  const stale: string[] = [];
  for (const deviation of known?.deviations ?? []) {
    const key = findingKey(deviation);
    const { trace } = parseTrace(deviation.trace, 'the deviations file');
    const { breaches } = await inspector.inspect(trace, 'all');
    const shows = breaches.some(({ rule, op, effect }) => findingKey({ rule: rule?.id ?? null, op, effect }) === key);
    if (!shows) stale.push(key);
  }
  return stale;
}
