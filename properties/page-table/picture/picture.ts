import { PageTableMachine } from '../../../model/page-table';
import { formatOf } from '../../../model/page-table/formats';
import type { Op, Outcome, StateView, Trace } from '../../../model/vocabulary';
import type { PictureParts } from '../../../model/vocabulary/picture';
import type { Focus } from '../../engine/picture-leaves';
import { NO_PICTURE } from '../../plain/picture';
import { differingEntries } from '../counterexample';
import { effectiveSizes } from '../effective-sizes';
import type { Inspection } from '../inspect';
import { ObservedTree } from '../observed/tree';
import { RangeKind } from '../step';
import { addressMapOf } from './address-map';
import { effectsOf } from './effects';
import { treeOf } from './tree';

/** What is drawn of a breaking op, and what came of it. */
export interface PageTablePicture extends PictureParts {
  /** Null where the subject did not get there. */
  readonly outcome: { readonly op: Op; readonly observed: Outcome; readonly expected: Outcome } | null;
}

const NOTHING: PageTablePicture = { ...NO_PICTURE, outcome: null };

/**
 * What a picture shows of op `at` of a trace that `inspection` looked at; of the last op where `at` is the end of the
 * trace. Nothing but the ops can be shown of a subject that died on the way.
 */
export function pictureParts(trace: Trace, inspection: Inspection, at: number): PageTablePicture {
  const isEnd = at >= trace.ops.length;
  const shown = isEnd ? trace.ops.length - 1 : at;
  const op = trace.ops[shown];
  const step = inspection.run?.steps[shown];
  if (op === undefined || step === undefined) return NOTHING;
  const { config } = trace;
  const format = formatOf(config.format);
  const machine = new PageTableMachine(config);
  for (const earlier of trace.ops.slice(0, shown)) machine.step(earlier);
  const expectedOutcome = machine.step(op);
  const states = {
    before: stateBefore(trace, inspection, shown),
    expected: machine.view(op.domain),
    observed: step.state,
  };
  const focus = focusOf(step);
  return {
    maps: [addressMapOf(trace, shown, states, focus)],
    trees: [treeOf(config, format, states.expected, states.observed, focus)],
    entries: differingEntries(trace, inspection, shown),
    regions: [],
    ways: [],
    effects: effectsOf(expectedOutcome, step.outcome),
    outcome: { op, observed: step.outcome, expected: expectedOutcome },
  };
}

/** The subject's tables before op `at`: those after the last op of the same domain. */
function stateBefore({ config, ops }: Trace, { run }: Inspection, at: number): StateView {
  const earlier = run!.steps.slice(0, at).findLast((_, i) => ops[i]!.domain === ops[at]!.domain);
  return earlier?.state ?? new ObservedTree(config, formatOf(config.format), config.topLevel, 1, []);
}

/** The range of the op, as far as it lies in the address space that the domain has. */
function focusOf({
  op,
  range,
  first,
  last,
  config,
}: {
  op: Op;
  range: RangeKind;
  first: number;
  last: number;
  config: Trace['config'];
}): Focus | null {
  if (range === RangeKind.proper) return { first, pages: last - first + 1 };
  return op.iova <= effectiveSizes(config).lastAperturePage ? { first: op.iova, pages: 1 } : null;
}
