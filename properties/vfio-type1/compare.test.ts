import { createType1Model } from '../../model/vfio-type1';
import { Errno } from '../../model/vocabulary/errno';
import type { Type1Event, Type1Outcome } from '../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../model/vocabulary/vfio-type1/view';
import { attach, configOf, IO, IOVA, map, RAM } from '../../tests/golden/vfio-type1/build';
import { compareOutcome } from './compare';
import { compareState } from './compare-state';

/** A view with something in every part. */
function mapped(): Type1View {
  const model = createType1Model(
    configOf({ layout: [RAM(0x1000, 2), IO(0xfe000, 1)], config: { mediated: true, cBit: 47 } }),
  );
  for (const op of [attach(), map(3), { op: 'pinPage', iova: IOVA, write: true } as const])
    expect(model.step(op).value).toBe(0);
  return model.view;
}

/** The same view, but for some of its answers. */
const seeing = (view: Type1View, otherwise: Partial<Type1View>): Type1View =>
  new Proxy(view, {
    get: (target, key) => {
      if (key in otherwise) return otherwise[key as keyof Type1View];
      const value = target[key as keyof Type1View];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

test('a view is the same as itself', () => {
  expect(compareState(null, mapped(), mapped())).toBeNull();
});

test.each<readonly [string, (view: Type1View) => Partial<Type1View>]>([
  ['domains', () => ({ domains: [1] })],
  ['mappings', (view) => ({ mappings: view.mappings.map((mapping) => ({ ...mapping, vaddrInvalid: true })) })],
  ['pinned pages', (view) => ({ pinned: view.pinned.map((span) => ({ ...span, pins: span.pins + 1 })) })],
  ['pinned pages', () => ({ pinned: [] })],
  ['locked pages', () => ({ lockedPages: 3 })],
  ['pins of the mediated device', () => ({ mediatedPins: [IOVA, IOVA] })],
  ['entries left', () => ({ entriesLeft: 1 })],
  ['page sizes', () => ({ pageSizes: 0x1000n })],
  ['windows', () => ({ windows: [] })],
  ['areas', () => ({ areas: [] })],
  ['IOPTEs', (view) => ({ iopteSpans: (domain) => view.iopteSpans(domain).slice(1) })],
  ['IOPTEs', (view) => ({ iopteSpans: (domain) => view.iopteSpans(domain).map((span) => ({ ...span, cBit: true })) })],
])('a difference in: %s', (effect, otherwise) => {
  const view = mapped();
  expect(compareState(null, view, seeing(view, otherwise(view)))).toMatchObject({ effect });
});

test('raw entries are not compared', () => {
  const view = mapped();
  const raw: Partial<Type1View> = {
    iopteSpans: (domain) => view.iopteSpans(domain).map((span) => ({ ...span, raw: 1n })),
  };
  expect(compareState(null, view, seeing(view, raw))).toBeNull();
});

const outcome = (fields: Partial<Type1Outcome>): Type1Outcome => ({ value: 0, bytes: null, events: [], ...fields });
const flush: Type1Event = { event: 'flush', domain: 0 };
const call: Type1Event = { event: 'map', domain: 0, iova: 0n, paddr: 0n, bytes: 1n, prot: 7, value: 0 };

test.each<readonly [string, Partial<Type1Outcome>, Partial<Type1Outcome>]>([
  ['value -22 for 0', {}, { value: -22 }],
  ['value null for 0', {}, { value: null }],
  ['bytes unmapped', { bytes: 1n }, { bytes: 2n }],
  ['nothing for flush', { events: [flush] }, {}],
  ['flush for nothing', {}, { events: [flush] }],
  ['flush for map', { events: [call] }, { events: [flush] }],
  ['prot of a call', { events: [call] }, { events: [{ ...call, prot: 3 }] }],
  ['map for map', { events: [call] }, { events: [{ ...call, bytes: 2n }] }],
])('an outcome with another: %s', (effect, expected, observed) => {
  expect(compareOutcome(map(1), outcome(expected), outcome(observed))).toMatchObject({ effect });
});

test('EINVAL and ENXIO of a call that no page size fits are the same', () => {
  const refused = (value: number) => outcome({ value, events: [{ ...call, value }] });
  expect(compareOutcome(map(1), refused(Errno.EINVAL), refused(Errno.ENXIO))).toBeNull();
});

test('an outcome is the same as itself', () => {
  expect(compareOutcome(map(1), outcome({ events: [call, flush] }), outcome({ events: [call, flush] }))).toBeNull();
});
