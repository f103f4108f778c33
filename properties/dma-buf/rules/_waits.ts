import type { WaitingCall } from '../../../model/vocabulary/dma-buf/view';
import type { DmaBufStep } from '../rule';
import { bufsOf, revokedOn } from './_device';

/**
 * What a revoke that ended, or went on, in this step should have waited for; empty: nothing. Null where no revoke ended
 * or went on.
 */
export function unfinished(step: DmaBufStep): readonly string[] | null {
  const waited = step.before.waiting.filter((call) => !isStillWaiting(step, call) && call.buf !== null);
  const revoked = revokedOn(step).flatMap((device) => bufsOf(step, device));
  const live = revoked.filter(({ was }) => was.state === 'LIVE');
  if (waited.length === 0 && live.length === 0) return null;
  const left = live.flatMap(({ name, is }) => [
    ...(is !== null && is.fences > 0 ? [`${name} has ${is.fences} fences that have not signalled`] : []),
    ...(is !== null && is.mapRefs > 1 ? [`${name} has ${is.mapRefs - 1} live mappings`] : []),
  ]);
  return [...left, ...waited.flatMap((call) => leftOf(step, call))];
}

function leftOf({ after }: DmaBufStep, { for: what, buf: name, op }: WaitingCall): readonly string[] {
  const buf = after.buf(name!);
  const count = buf === null ? 0 : what === 'fences' ? buf.fences : buf.mapRefs - 1;
  return count === 0 ? [] : [`${op} goes on with ${count} ${what} of ${name} left`];
}

const isStillWaiting = ({ after }: DmaBufStep, call: WaitingCall): boolean =>
  after.waiting.some(
    (other) => other.op === call.op && other.device === call.device && other.for === call.for && other.buf === call.buf,
  );
