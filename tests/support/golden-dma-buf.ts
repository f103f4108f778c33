import type { DmaBufConfig } from '../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../model/vocabulary/dma-buf/view';
import type { Machine } from '../../model/vocabulary/plain';
import { configOf, type GoldenDmaBufRow, type GoldenStep } from '../golden/dma-buf/build';

/** One coding of the dma-buf machine. */
export type StartDmaBuf = (config: DmaBufConfig) => Machine<DmaBufOp, DmaBufOutcome, DmaBufView>;

const DMA_CALLS = ['link', 'sync', 'destroy', 'mapPhys', 'unmapPhys'];

/** Calls of the DMA API; a reservation that was not given is none. */
const dmaCalls = ({ events }: DmaBufOutcome): readonly string[] =>
  events.flatMap((event) =>
    DMA_CALLS.includes(event.event) || (event.event === 'reserve' && event.address !== null) ? [event.event] : [],
  );

function expectOutcome(outcome: DmaBufOutcome, step: GoldenStep): void {
  const { end = 'returned', value = end === 'returned' ? 0 : null } = step;
  expect({ end: outcome.end, value: outcome.value }).toEqual({ end, value });
  const { events } = outcome;
  const told = events.flatMap((event) => (event.event === 'invalidate' ? [event.attachment] : []));
  const unmapped = events.flatMap((event) => (event.event === 'unmapPhys' ? [[event.address, event.bytes]] : []));
  const returned = events.find((event) => event.event === 'returned');
  if (step.bytes !== undefined) expect(outcome.bytes).toBe(step.bytes);
  if (step.told !== undefined) expect(told).toEqual(step.told);
  if (step.unmapped !== undefined) expect(unmapped).toEqual(step.unmapped);
  if (step.dma !== undefined) expect(dmaCalls(outcome)).toEqual(step.dma);
  expect(returned?.value).toBe(step.returned);
}

function expectState(view: DmaBufView, step: GoldenStep): void {
  for (const [name, state] of Object.entries(step.states ?? {}))
    expect([name, view.buf(name)?.state ?? 'FREED']).toEqual([name, state]);
  if (step.buf !== undefined) expect(view.buf(step.buf[0])).toMatchObject(step.buf[1]);
  if (step.registrations !== undefined) expect(view.device(0).registrations).toBe(step.registrations);
  if (step.entries !== undefined) {
    const found = view.mapping(step.entries[0])!.entries.map(({ address, bytes }) => [address, bytes]);
    expect(found).toEqual(step.entries[1]);
  }
  for (const [iova, iopte] of step.leads ?? []) expect(view.iopte(0, iova)).toEqual(iopte);
  for (const [iova, iopte] of step.domain ?? []) expect(view.domainIopte(0, iova)).toEqual(iopte);
}

/** Runs one row on one coding. */
export function runDmaBufRow(start: StartDmaBuf, row: GoldenDmaBufRow): void {
  const machine = start(configOf(row));
  for (const step of row.steps) {
    expectOutcome(machine.step(step.op), step);
    expectState(machine.view, step);
  }
}
