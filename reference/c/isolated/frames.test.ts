import fc from 'fast-check';
import { FrameReader, MAGIC } from './frames';

const frame = (payload: readonly number[]): number[] => [MAGIC, payload.length + 5, 0, 0, 0, ...payload];
const bytesOf = (words: readonly number[]): Buffer => Buffer.from(Uint32Array.from(words).buffer);

test('frames come out as they went in, wherever the stream is cut', () => {
  const word = fc.integer({ min: 0, max: 0xffff_ffff });
  const payloads = fc.array(fc.array(word, { maxLength: 40 }), { maxLength: 8 });
  fc.assert(
    fc.property(payloads, fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1 }), (sent, cuts) => {
      const stream = bytesOf(sent.flatMap(frame));
      const seen: number[][] = [];
      const reader = new FrameReader();
      for (let at = 0, i = 0; at < stream.length;) {
        const chunk = stream.subarray(at, at + cuts[i++ % cuts.length]!);
        at += chunk.length;
        expect(reader.push(chunk, (words) => seen.push(Array.from(words)))).toBeNull();
      }
      expect(seen).toEqual(sent.map(frame));
    }),
  );
});

test.each([
  ['no frame at all', [1, 2, 3], 'a frame starts with 0x1'],
  ['one without end', [MAGIC, 0xffff_ffff], 'a frame of 4294967295 words'],
  ['one that is too short for its header', [MAGIC, 2], 'a frame of 2 words'],
])('%s is garbage', (_, words, fault) => {
  expect(new FrameReader().push(bytesOf(words), () => undefined)).toBe(fault);
});
