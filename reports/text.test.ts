import fc from 'fast-check';
import { count, cut, duration, percent, plural, size, wrap } from './text';

test('numbers in a reader’s words', () => {
  expect(count(1234567)).toBe('1,234,567');
  expect(plural(1, 'case')).toBe('1 case');
  expect(plural(2000, 'case')).toBe('2,000 cases');
  expect(percent(0.634)).toBe('63 %');
  expect([0.44, 59.6, 200].map(duration)).toEqual(['0.4 s', '60 s', '3 min 20 s']);
  expect([12, 16, 21, 51].map(size)).toEqual(['4 KiB', '64 KiB', '2 MiB', '2 PiB']);
});

test('a cut text is as wide as asked', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 2, max: 40 }), (text, width) => cut(text, width).length === width),
  );
});

test('wrapped lines fit, and no word is lost', () => {
  const word = fc.stringMatching(/^[a-z]{1,12}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 16, max: 60 }), (words, width) => {
      const text = wrap(words.join(' '), width, '  ');
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(text.trim().split(/\s+/)).toEqual(words);
    }),
  );
});
