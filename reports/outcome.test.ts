import type { Outcome } from '../model/vocabulary';
import { EventKind, OpKind, Status, makeOp } from '../model/vocabulary';
import { eventText, outcomeLines, resultText } from './outcome';

const outcome = (fields: Partial<Outcome>): Outcome => ({
  ret: 0,
  value: 0,
  valueOffset: 0,
  status: 0,
  topLevel: 2,
  liveTables: 3,
  allocations: 0,
  frees: 0,
  firstPhys: 0,
  firstPhysOffset: 0,
  lastPhys: 0,
  lastPhysOffset: 0,
  added: [],
  removed: [],
  dirtied: [],
  tablesAdded: [],
  tablesRemoved: [],
  events: [],
  ...fields,
});
const event = (kind: EventKind, count: number, start: number, end: number, endOffset = 0xfff) => ({
  kind,
  count,
  start,
  startOffset: 0,
  end,
  endOffset,
});

test.each([
  [OpKind.map, { value: 10 }, '0, mapped 0x3000'],
  [OpKind.mapPages, { value: 7, ret: -98 }, '-EADDRINUSE (-98), mapped 0x0'],
  [OpKind.map, { value: 6 }, '0, mapped 0xfffffffffffff000'],
  [OpKind.unmap, { value: 1 }, '0x1000 removed'],
  [OpKind.iovaToPhys, { value: 0x10, valueOffset: 0xabc }, '0x10abc'],
  [OpKind.iommuMapSg, { value: 2 }, '0, 0x2000 mapped'],
  [OpKind.iommuMap, { ret: -12, status: 1 }, '-ENOMEM (-12), 1 WARN'],
  [OpKind.iommuMap, { status: Status.bug }, '0, BUG'],
  [OpKind.iommuMap, { status: Status.hang }, '0, does not return'],
] as const)('result of kind %i with %j: %s', (kind, fields, text) => {
  expect(resultText(makeOp(kind), outcome(fields))).toBe(text);
});

test.each([
  [event(EventKind.sync, 2, 1, 1), 'sync [0x1000, 0x1fff] 2'],
  [event(EventKind.gather, 0, 2 ** 52 - 1, 0, 0), 'gather empty'],
  [event(EventKind.top, 3, 0, 0), 'top 3'],
  [event(EventKind.dteFlush, 0, 0, 0), 'dteFlush'],
])('event %j: %s', (e, text) => expect(eventText(e)).toBe(text));

test('tables and effects get a line only where there is something to say', () => {
  expect(outcomeLines(makeOp(OpKind.map), outcome({ value: 7 }))).toHaveLength(1);
  const lines = outcomeLines(
    makeOp(OpKind.map),
    outcome({ value: 8, allocations: 2, events: [event(EventKind.freed, 1, 0, 0)] }),
  );
  expect(lines).toEqual(['0, mapped 0x1000', 'tables: 2 allocated, 3 live, top level 2', 'effects: freed 1']);
});
