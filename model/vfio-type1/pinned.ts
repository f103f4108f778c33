import type { PinnedSpan } from '../vocabulary/vfio-type1/view';
import type { Container } from './state';

/** Every pin: of runs of RAM, and of the mediated device. Where the number of pins changes, a span ends. */
export function pinnedSpans({ mappings }: Container): readonly PinnedSpan[] {
  const changes = new Map<number, number>();
  const pin = (frame: number, frames: number): void => {
    changes.set(frame, (changes.get(frame) ?? 0) + 1);
    changes.set(frame + frames, (changes.get(frame + frames) ?? 0) - 1);
  };
  for (const { runs, mediated } of mappings) {
    for (const { frame, frames, pageClass } of runs ?? []) if (pageClass === 'ram') pin(frame, frames);
    for (const { frame, ram } of mediated.values()) if (ram) pin(frame, 1);
  }
  return spansOf([...changes].filter(([, change]) => change !== 0).sort(([a], [b]) => a - b));
}

function spansOf(changes: readonly (readonly [number, number])[]): readonly PinnedSpan[] {
  const spans: PinnedSpan[] = [];
  let pins = 0;
  for (const [index, [frame, change]] of changes.entries()) {
    pins += change;
    if (pins > 0) spans.push({ frame, frames: changes[index + 1]![0] - frame, pins });
  }
  return spans;
}
