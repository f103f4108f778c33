/** What failed calls leave, and what undoing leaves (dma-mmio.md 12), on both codings. */
import { createDmaApiModel } from '../model/dma-api';
import type { DmaApiConfig } from '../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../model/vocabulary/dma-api/op';
import type { DmaApiView } from '../model/vocabulary/dma-api/view';
import { dmaApiMachine } from '../properties/dma-api';
import { compareState } from '../properties/dma-api/compare-state';
import { seededDraw } from '../properties/engine/draw';
import { drawCase } from '../properties/plain/case';
import { createInBoxDmaApi } from '../reference/in-box/dma-api';

const CODINGS = [
  ['the model', createDmaApiModel],
  ['the in-box implementation', createInBoxDmaApi],
] as const;
const CASES = 30;

/** Ops that are all or nothing. The others may have cached a map type, or noted a bounce, before they fail. */
const ALL_OR_NOTHING: readonly DmaApiOp['op'][] = ['mapPhys', 'makeProviders', 'lock', 'unlock', 'sync', 'tryAlloc'];

/** What a mapping takes and an unmap gives back. */
const taken = (view: DmaApiView, { devices, pools }: DmaApiConfig) => ({
  devices: devices.map((_, i) => [view.reserved(i), view.mapped(i), view.unflushed(i)]),
  pools: pools.map((_, i) => view.usedSlots(i)),
  mappings: view.mappings,
  states: view.states,
});

describe.each(CODINGS)('on %s', (_name, start) => {
  const source = dmaApiMachine.source({});

  test('an op that failed, or was not made, leaves the state as if it had never been called', () => {
    let failed = 0;
    for (let k = 0; k < CASES; k++) {
      const { config, ops } = drawCase(dmaApiMachine, source, seededDraw('failed ops', k));
      const [all, made] = [start(config), start(config)];
      for (const op of ops) {
        const { end, value } = all.step(op);
        const isFailed = value !== null && value < 0 && ALL_OR_NOTHING.includes(op.op);
        if (end !== 'returned' || isFailed) failed++;
        else made.step(op);
        expect(compareState(op, all.view, made.view)).toBeNull();
      }
    }
    expect(failed).toBeGreaterThan(CASES);
  });

  test('a mapping that is undone at once leaves nothing', () => {
    let undone = 0;
    for (let k = 0; k < CASES; k++) {
      const { config, ops } = drawCase(dmaApiMachine, source, seededDraw('undone ops', k));
      const machine = start(config);
      for (const op of ops) {
        const before = taken(machine.view, config);
        const { address, entries } = machine.step(op);
        const undo = address === null && entries.length === 0 ? null : undoOf(op);
        if (undo === null) continue;
        expect(machine.step(undo).value).toBe(0);
        expect(taken(machine.view, config)).toEqual(before);
        undone++;
      }
    }
    expect(undone).toBeGreaterThan(CASES);
  });
});

/** The op that takes back what a successful one made; null: it made nothing. */
function undoOf(op: DmaApiOp): DmaApiOp | null {
  switch (op.op) {
    case 'mapPhys':
      return { ...op, op: 'unmapPhys' };
    case 'mapP2p':
      return { op: 'unmapP2p', mapping: op.mapping };
    case 'mapSg':
      return { op: 'unmapSg', mapping: op.mapping };
    case 'tryAlloc':
      return { op: 'free', state: op.state };
    default:
      return null;
  }
}
