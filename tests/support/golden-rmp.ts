import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';
import type { Machine } from '../../model/vocabulary/plain';
import type { RmpConfig } from '../../model/vocabulary/rmp/config';
import type { RmpOp } from '../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../model/vocabulary/rmp/view';
import { configG, page, type GoldenRmpRow, type OutcomeExpectation, type PageExpectation } from '../golden/rmp/build';
import { configOf, type GoldenDeviceRow } from '../golden/rmp/device-build';

/** One coding of the RMP machine, one of the device-access machine. */
export type StartRmp = (config: RmpConfig) => Machine<RmpOp, RmpOutcome, RmpView>;
export type StartDeviceAccess = (
  config: DeviceAccessConfig,
) => Machine<DeviceAccessOp, DeviceOutcome, DeviceAccessView>;

/** The name of a row in a report: its ID and the switches it flips. */
export const rowName = (row: { readonly id: string; readonly assume?: object }): string =>
  `${row.id} ${row.assume === undefined ? '' : JSON.stringify(row.assume)}`.trim();

function expectOutcome(outcome: RmpOutcome | null, { code, ...rest }: OutcomeExpectation): void {
  expect(outcome).not.toBeNull();
  expect(outcome).toMatchObject(rest);
  if (code !== undefined) expect([code].flat()).toContain(outcome!.code);
}

function expectPage(view: RmpView, expected: PageExpectation): void {
  const p = page(expected.spa);
  const [raw0, raw1] = view.raw(p) ?? [null, null];
  const seen = {
    spa: expected.spa,
    covered: view.covered(p),
    entryAddress: view.entryAddress(p),
    state: view.state(p),
    raw0,
    raw1,
    subCount: view.subCount(p - (p % 512)),
    own: view.own(p),
    effective: view.effective(p),
  };
  expect(seen).toMatchObject(expected);
}

/** Runs one row of 8.1 … 8.4 on one coding. */
export function runRmpRow(start: StartRmp, row: GoldenRmpRow): void {
  const machine = start(configG(row.assume, row.config));
  for (const expected of row.pages ?? []) expectPage(machine.view, expected);
  for (const { op, expect: outcome, pages } of row.steps) {
    expectOutcome(machine.step(op), outcome);
    for (const expected of pages ?? []) expectPage(machine.view, expected);
  }
}

/** Runs one row of 8.5 or 4.4 on one coding. */
export function runDeviceRow(start: StartDeviceAccess, row: GoldenDeviceRow): void {
  const machine = start(configOf(row));
  for (const { op, dma, rmp, done } of row.steps) {
    const outcome = machine.step(op);
    if (done !== undefined) expect({ op, done: outcome.done }).toEqual({ op, done });
    if (rmp === null) expect(outcome.rmp).toBeNull();
    else if (rmp !== undefined) expectOutcome(outcome.rmp, rmp);
    if (dma === undefined) continue;
    const { event, address, ...rest } = dma;
    expect(outcome.dma).toMatchObject(rest);
    if (event !== undefined) expect(outcome.dma?.event?.code ?? null).toBe(event);
    if (address !== undefined) expect(outcome.dma?.event?.address).toBe(address);
  }
}
