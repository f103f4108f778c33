import type { DmaApiConfig, Span } from '../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../model/vocabulary/dma-api/view';
import type { Machine } from '../../model/vocabulary/plain';
import { configOf, REQUESTER, type GoldenDmaApiRow, type GoldenStep } from '../golden/dma-api/build';

/** One coding of the dma-api machine. */
export type StartDmaApi = (config: DmaApiConfig) => Machine<DmaApiOp, DmaApiOutcome, DmaApiView>;

function expectOutcome(outcome: DmaApiOutcome, step: GoldenStep): void {
  const {
    end = 'returned',
    value = end === 'returned' ? 0 : null,
    address,
    entries,
    mapType,
    attrs,
    reports,
    events,
  } = step;
  expect({ end: outcome.end, value: outcome.value }).toEqual({ end, value });
  if (address !== undefined) expect(outcome.address).toBe(address);
  if (entries !== undefined) expect(outcome.entries).toEqual(entries);
  if (mapType !== undefined) expect(outcome.mapType).toBe(mapType);
  if (attrs !== undefined) expect(outcome.attrs).toBe(attrs);
  if (reports !== undefined) expect(outcome.reports).toEqual(reports);
  if (events !== undefined) expect(outcome.events.map(({ event }) => event)).toEqual(events);
}

const total = (spans: readonly Span[]): bigint => spans.reduce((sum, { bytes }) => sum + bytes, 0n);

function expectState(view: DmaApiView, { slots, leads, reserved, unflushed }: GoldenStep): void {
  const used = Array.from({ length: view.pools }, (_, pool) => view.usedSlots(pool).length);
  if (slots !== undefined) expect(used.reduce((sum, count) => sum + count, 0)).toBe(slots);
  for (const [iova, iopte] of leads ?? []) expect(view.iopte(REQUESTER, iova)).toEqual(iopte);
  if (reserved !== undefined) expect(total(view.reserved(REQUESTER))).toBe(reserved);
  if (unflushed !== undefined) expect(total(view.unflushed(REQUESTER))).toBe(unflushed);
}

/** Runs one row on one coding. */
export function runDmaApiRow(start: StartDmaApi, row: GoldenDmaApiRow): void {
  const machine = start(configOf(row));
  for (const step of row.steps) {
    expectOutcome(machine.step(step.op), step);
    expectState(machine.view, step);
  }
}
