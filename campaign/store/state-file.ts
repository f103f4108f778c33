import { CampaignError } from '../campaign-error';
import type { CampaignTrace } from '../case';
import type { Way } from '../findings/book';
import type { CampaignState } from '../state';

const VERSION = 2;

/** Which of the two traces of a way of failing: the case as it was found, or the smallest. */
export type WhichTrace = 'found' | 'smallest';

/** The text of `state.json`: everything but the traces of ways of failing, which lie in files of their own. */
export function formatState(state: CampaignState): string {
  return JSON.stringify({ version: VERSION, ...state, ways: state.ways.map(withoutTraces) });
}

/** Reads the text of `state.json`; `traceOf` gives the traces. Throws CampaignError. */
export function parseState(
  text: string,
  path: string,
  traceOf: (key: string, which: WhichTrace) => CampaignTrace,
): CampaignState {
  let document: CampaignState & { readonly version: number };
  try {
    document = JSON.parse(text) as typeof document;
  } catch (error) {
    throw new CampaignError(`${path}: not JSON (${(error as Error).message}); the campaign cannot go on`, 64);
  }
  if (document.version !== VERSION) {
    throw new CampaignError(`${path}: written by another version of this tool; the campaign cannot go on`, 64);
  }
  return { ...document, ways: document.ways.map((way) => withTraces(way, traceOf)) };
}

function withoutTraces({ raw, settled, ...way }: Way): object {
  if (settled === null || settled === 'passed over') return { ...way, raw: { ...raw, trace: null }, settled };
  const { counterexample, ...finding } = settled;
  return {
    ...way,
    raw: { ...raw, trace: null },
    settled: { ...finding, counterexample: { ...counterexample, trace: null } },
  };
}

function withTraces(way: Way, traceOf: (key: string, which: WhichTrace) => CampaignTrace): Way {
  const { key, raw, settled } = way;
  // What was passed over is never looked at again.
  if (settled === 'passed over') return way;
  if (settled === null) return { ...way, raw: { ...raw, trace: traceOf(key, 'found') } };
  const trace = traceOf(key, 'smallest');
  return {
    ...way,
    raw: { ...raw, trace },
    settled: { ...settled, counterexample: { ...settled.counterexample, trace } },
  };
}
