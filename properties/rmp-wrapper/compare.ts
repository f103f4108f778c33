import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import type { WrapperEvent, WrapperOutcome } from '../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../model/vocabulary/rmp-wrapper/view';
import type { Difference } from '../plain/machine';
import { pageAddress } from '../plain/words';
import { effectText, valueText } from './words';

const differs = (effect: string, reason: string): Difference => ({ effect, reason });

/** What no call should cause: there is no model of them, only their absence. */
const UNWANTED: readonly WrapperEvent['event'][] = ['warn', 'locksHeld', 'store', 'fill'];

/**
 * Null where the observed outcome is one that the model allows. A look-up that fails may return any error; of the events
 * those with an effect are compared, in their order.
 */
export function compareOutcome(op: WrapperOp, expected: WrapperOutcome, observed: WrapperOutcome): Difference | null {
  if (expected.end !== observed.end)
    return differs(
      `${observed.end} for ${expected.end}`,
      `expected ${expected.end}, observed ${observed.end}: ${observed.why}`,
    );
  if (op.op === 'prepare' || op.op === 'shutdown') return null;
  const unwanted = observed.events.find(({ event }) => UNWANTED.includes(event));
  if (unwanted !== undefined) return differs(unwanted.event, `observed ${effectText(unwanted)}`);
  const isError = op.op === 'lookup' && expected.value !== 0 && observed.value !== 0;
  if (!isError && expected.value !== observed.value)
    return differs(
      `value ${observed.value} for ${expected.value}`,
      `expected ${valueText(expected)}, observed ${valueText(observed)}`,
    );
  if (expected.assigned !== observed.assigned || expected.level !== observed.level)
    return differs('what was found', `expected ${valueText(expected)}, observed ${valueText(observed)}`);
  const [wanted, found] = [effects(expected), effects(observed)];
  return wanted === found ? null : differs('instructions', `expected ${wanted}; observed ${found}`);
}

const effects = ({ events }: WrapperOutcome): string => {
  const texts = events.map(effectText).filter((text) => text !== '');
  return texts.length === 0 ? 'no instruction' : texts.join(', ');
};

/** Compares the leak list after a leak, and the direct map where a page was converted; the list where `op` is null. */
export function compareState(op: WrapperOp | null, expected: WrapperView, observed: WrapperView): Difference | null {
  if (op !== null && (op.op === 'makePrivate' || op.op === 'makeShared')) {
    const [wanted, found] = [expected.directMapLevel(op.page * 4096), observed.directMapLevel(op.page * 4096)];
    if (wanted !== found)
      return differs('direct map', `${pageAddress(op.page)}: expected level ${wanted}, observed ${found}`);
  }
  if (op !== null && op.op !== 'leak') return null;
  const text = ({ count, pages }: ReturnType<WrapperView['leaked']>): string =>
    `${count} counted, on the list ${pages.length === 0 ? 'none' : pages.map(pageAddress).join(' ')}`;
  const [wanted, found] = [text(expected.leaked()), text(observed.leaked())];
  return wanted === found ? null : differs('leak list', `expected ${wanted}; observed ${found}`);
}
