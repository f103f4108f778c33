import { errnoText } from '../../model/vocabulary/errno';
import type { Machine } from '../../model/vocabulary/plain';
import type { Type1Config } from '../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import type { Type1Event, Type1Outcome } from '../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../model/vocabulary/vfio-type1/view';
import { configOf, type GoldenStep, type GoldenType1Row } from '../golden/vfio-type1/build';

/** One coding of the vfio-type1 machine. */
export type StartType1 = (config: Type1Config) => Machine<Type1Op, Type1Outcome, Type1View>;

const hex = (value: number | bigint): string => value.toString(16);
/** Bits of dma-mmio.md 0.4, from READ on. */
const PROT = ['R', 'W', 'C', 'X', 'M', 'P'];
const protLetters = (prot: number): string => PROT.filter((_, bit) => (prot & (1 << bit)) !== 0).join('');

/** An event as golden rows write it. */
function line(event: Type1Event): string {
  switch (event.event) {
    case 'pin':
      return `pin ${hex(event.frame)}/${hex(event.frames)}`;
    case 'unpin':
      return `unpin ${hex(event.frame)}/${hex(event.frames)}${event.dirty ? ' dirty' : ''}`;
    case 'map':
      return `map ${call(event)}`;
    case 'unmap':
      return `unmap${event.flushes ? '!' : ''} ${event.domain}: ${hex(event.iova)}/${hex(event.bytes)}`;
    case 'flush':
      return `flush ${event.domain}`;
    case 'notify':
      return `notify ${hex(event.iova)}/${hex(event.bytes)}`;
  }
}

const call = ({ domain, iova, paddr, bytes, prot, value }: Extract<Type1Event, { event: 'map' }>): string =>
  `${domain}: ${hex(iova)}->${hex(paddr)}/${hex(bytes)} ${protLetters(prot)}` +
  (value === 0 ? '' : ` ${errnoText(value).replace(/^-(\w+) .*/, '$1')}`);

function expectStep({ view }: { readonly view: Type1View }, outcome: Type1Outcome, step: GoldenStep, locked: number) {
  const { events } = outcome;
  expect(outcome.value).toBe(step.value ?? 0);
  if (step.bytes !== undefined) expect(outcome.bytes).toBe(step.bytes);
  const calls = events.flatMap((event) => (event.event === 'map' ? [call(event)] : []));
  if (step.calls !== undefined) expect(calls).toEqual(step.calls);
  if (step.events !== undefined) expect(events.map(line)).toEqual(step.events);
  if (step.locked !== undefined) expect(view.lockedPages - locked).toBe(step.locked);
  const pins = view.pinned.reduce((sum, span) => sum + span.frames * span.pins, 0);
  if (step.pins !== undefined) expect(pins).toBe(step.pins);
  if (step.cBits !== undefined) expect(view.iopteSpans(0).map(({ cBit }) => cBit)).toEqual(step.cBits);
  if (step.mappings !== undefined) expect(view.mappings).toHaveLength(step.mappings);
}

/** Runs one row on one coding. */
export function runType1Row(start: StartType1, row: GoldenType1Row): void {
  const config = configOf(row);
  const machine = start(config);
  for (const step of row.steps) expectStep(machine, machine.step(step.op), step, config.locked);
}
