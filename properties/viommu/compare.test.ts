import type { ViommuEvent, ViommuOutcome } from '../../model/vocabulary/viommu/outcome';
import type { ViommuOp } from '../../model/vocabulary/viommu/op';
import { compareOutcome } from './compare';

const UNINIT: ViommuOp = { op: 'uninit', iommu: 0, faults: [] };
const INIT: ViommuOp = { op: 'init', iommu: 0, faults: [] };
const outcome = (events: readonly ViommuEvent[], fields: Partial<ViommuOutcome> = {}): ViommuOutcome => ({
  end: 'returned',
  value: 0,
  anyError: false,
  reached: null,
  events,
  ...fields,
});
const restore = (region: number, value = 0): ViommuEvent => ({
  event: 'restore',
  iommu: 0,
  region,
  block: region * 0x20_0000,
  pages: 512,
  value,
});
const free = (region: number): ViommuEvent => ({
  event: 'freeBlock',
  iommu: 0,
  region,
  block: region * 0x20_0000,
});
const domainFreed: ViommuEvent = { event: 'freeDomain', iommu: 0, domain: 1 };

test('sub-regions may be torn down in any order; their steps, and the domain, may not', () => {
  const expected = outcome([restore(0), free(0), restore(1), free(1), domainFreed]);
  expect(compareOutcome(UNINIT, expected, outcome([restore(1), free(1), restore(0), free(0), domainFreed]))).toBeNull();
  expect(compareOutcome(UNINIT, expected, outcome([free(0), restore(0), restore(1), free(1), domainFreed]))).toEqual(
    expect.objectContaining({ effect: 'freeBlock for restore' }),
  );
  expect(compareOutcome(UNINIT, expected, outcome([domainFreed, restore(0), free(0), restore(1), free(1)]))).toEqual(
    expect.objectContaining({ effect: 'freeDomain for restore' }),
  );
});

test('who goes another way round reports the error that was first there', () => {
  const expected = outcome([restore(0, -5), restore(1, -12)], { value: -5 });
  const turned = [restore(1, -12), restore(0, -5)];
  expect(compareOutcome(UNINIT, expected, outcome(turned, { value: -12 }))).toBeNull();
  expect(compareOutcome(UNINIT, expected, outcome(turned, { value: -1 }))?.effect).toBe('value -1 for -5');
  expect(compareOutcome(UNINIT, expected, outcome(expected.events, { value: -12 }))?.effect).toBe('value -12 for -5');
});

test('where the document names no errno any will do, but success will not', () => {
  const expected = outcome([], { value: -5, anyError: true });
  expect(compareOutcome(UNINIT, expected, outcome([], { value: -16 }))).toBeNull();
  expect(compareOutcome(UNINIT, expected, outcome([], { value: 0 }))?.effect).toBe('value 0 for -5');
});

test('a crash, a place reached and an errno are told', () => {
  expect(compareOutcome(INIT, outcome([]), outcome([], { end: 'crashed', value: null }))?.effect).toBe(
    'crashed for returned',
  );
  expect(compareOutcome(INIT, outcome([]), outcome([], { reached: 4096 }))?.effect).toBe('place reached');
  expect(compareOutcome(INIT, outcome([]), outcome([], { value: -12 }))?.reason).toBe(
    'expected 0; observed -ENOMEM (-12)',
  );
});
