import type { Machine } from '../../model/vocabulary/plain';
import type { ViommuConfig } from '../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../model/vocabulary/viommu/op';
import type { ViommuEvent, ViommuOutcome } from '../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../model/vocabulary/viommu/view';
import { configOf, type GoldenStep, type GoldenViommuRow } from '../golden/viommu/build';

/** One coding of the viommu machine. */
export type StartViommu = (config: ViommuConfig) => Machine<ViommuOp, ViommuOutcome, ViommuView>;

/** Steps in the words of dma-mmio.md 8.6. */
export const callsOf = ({ events }: ViommuOutcome): string => events.flatMap(callText).join(' ');

const mark = (value: number): string => (value === 0 ? '' : '!');

function callText(event: ViommuEvent): readonly string[] {
  switch (event.event) {
    case 'allocDomain':
      return event.value === 0 ? [] : ['dom!'];
    case 'freeDomain':
      return ['domfree'];
    case 'allocBlock':
      return [`A${event.region}${mark(event.value)}`];
    case 'setUncached':
      return [`U${event.region}${mark(event.value)}`];
    case 'map':
      return [`M${event.region}${mark(event.value)}`];
    case 'unmap':
      return [`N${event.region}${event.unmapped === event.bytes ? '' : `(0x${event.unmapped.toString(16)})`}`];
    // A flush is a command and a wait: told once, by what fails, or by the wait.
    case 'invalidate':
      return event.value === 0 ? [] : [`F${event.region}!`];
    case 'wait':
      return [`F${event.region}${mark(event.value)}`];
    case 'restore':
      return [`W${event.region}${mark(event.value)}`];
    case 'freeBlock':
      return [`X${event.region}`];
    default:
      return [DRIVER_CALLS[event.event]];
  }
}

const DRIVER_CALLS = {
  mapVf: 'vf',
  mapVfControl: 'vfctl',
  initGuestIds: 'gids',
  unmapVf: 'vf-',
  unmapVfControl: 'vfctl-',
  destroyGuestIds: 'gids-',
} as const;

function expectOutcome(outcome: ViommuOutcome, step: GoldenStep): void {
  const { end = 'returned', value = end === 'returned' ? 0 : null } = step;
  expect(outcome.end).toBe(end);
  if (value === 'error') expect(outcome.value).toBeLessThan(0);
  else expect(outcome.value).toBe(value);
  if (step.calls !== undefined) expect(callsOf(outcome)).toBe(step.calls);
  if (step.reached !== undefined) expect(outcome.reached).toBe(step.reached);
  if (step.flushed === undefined) return;
  const [region, iova, bytes] = step.flushed;
  const flush = outcome.events.find((event) => event.event === 'invalidate' && event.region === region);
  expect(flush).toMatchObject({ iova, bytes });
}

function expectState(view: ViommuView, step: GoldenStep): void {
  if (step.iommu !== undefined) expect(view.iommu(0)).toMatchObject(step.iommu);
  if (step.allocated !== undefined)
    expect(view.blocks.filter((block) => view.block(block).allocated)).toEqual(step.allocated);
  if (step.uncached !== undefined) {
    const uncached = view.blocks.map((block) => [block, view.block(block).uncachedPages] as const);
    expect(uncached.filter(([, pages]) => pages > 0)).toEqual(step.uncached);
  }
  for (const [iova, iopte] of step.leads ?? []) expect(view.iopte(1, iova)).toEqual(iopte);
}

/** Runs one row on one coding. */
export function runViommuRow(start: StartViommu, row: GoldenViommuRow): void {
  const machine = start(configOf(row));
  for (const step of row.steps) {
    expectOutcome(machine.step(step.op), step);
    expectState(machine.view, step);
  }
}
