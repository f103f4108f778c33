import { EventKind, ObservationWriter, Status, Word } from '../model/vocabulary';
import { validateRecords } from './observed';

/** Records of two ops and the end, with an event and a run in the first. */
function records(change: (words: Uint32Array) => void = () => undefined): Uint32Array {
  const writer = new ObservationWriter();
  for (let i = 0; i < 3; i++) {
    writer.begin();
    if (i === 0) {
      writer.event(EventKind.sync, 1, 0, 0, 0xfff, 0);
      writer.run(2, 510, 2, 1, 0);
    }
    writer.end();
  }
  const words = writer.view().slice();
  change(words);
  return words;
}

const FIRST = 15 + 6 + 3;

test('well-formed records pass', () => {
  expect(validateRecords(records(), 2)).toBeNull();
});

test('an early end is well-formed where the last op says why', () => {
  const stopped = records((w) => {
    w[FIRST + Word.status] = Status.fault;
  });
  expect(validateRecords(stopped, 9)).toBeNull();
});

test.each<[string, number, (words: Uint32Array) => void, RegExp]>([
  ['a length less than the header', 0, (w) => (w[0] = 3), /3 words is less than its header/],
  ['a length past the end', 0, (w) => (w[0] = 999), /999 words, with 54 left/],
  ['events that do not fit', 0, (w) => (w[Word.events] = 2), /2 events and 1 entry runs do not make 24 words/],
  ['an unknown event', 0, (w) => (w[15] = 77), /event 0 is of kind 77/],
  ['a run past the end of its table', 0, (w) => w[21]!++, /entry run 0 has the head 0x21fe0003/],
  ['a level that no table has', 0, (w) => (w[21] = 0x6000_0001), /entry run 0/],
  ['a top level that no table has', 1, (w) => (w[FIRST + Word.topLevel] = 6), /top level 6/],
  ['ops after a BUG', 1, (w) => (w[Word.status] = Status.bug), /go on after BUG/],
])('%s', (_, record, change, detail) => {
  const fault = validateRecords(records(change), 2);
  expect(fault).toEqual({ record, detail: expect.stringMatching(detail) });
});

test('too few records, too many, and none', () => {
  expect(validateRecords(records(), 3)).toEqual({ record: 2, detail: 'it ends without a reason after 2 of 3 ops' });
  expect(validateRecords(records(), 1)).toEqual({ record: 1, detail: 'more records than 1 ops and the end' });
  expect(validateRecords(new Uint32Array(0), 0)).toEqual({ record: 0, detail: 'no end record' });
});
