import { list, positiveInteger, randomSeed, seconds, seedText } from './options';

test.each([
  ['20000', 20000],
  ['20_000', 20000],
  ['20,000', 20000],
  ['1e6', 1e6],
])('%s is a number of cases', (text, expected) => expect(positiveInteger(text)).toBe(expected));

test.each(['0', '-1', '1.5', 'many', '', '1e99'])('%j is not', (text) => expect(() => positiveInteger(text)).toThrow());

test.each([
  ['30', 30],
  ['30s', 30],
  ['5m', 300],
  ['5 min', 300],
  ['1.5h', 5400],
])('%s is a time', (text, expected) => expect(seconds(text)).toBe(expected));

test.each(['', 'soon', '0s', '-5m', '5 days'])('%j is not', (text) => expect(() => seconds(text)).toThrow());

test('lists collect, repeated or with commas', () => expect(list('b,c', list('a'))).toEqual(['a', 'b', 'c']));

test('a seed is any word; a random one is new each time', () => {
  expect(seedText('ci')).toBe('ci');
  expect(() => seedText(' ')).toThrow();
  expect(randomSeed()).not.toBe(randomSeed());
});
