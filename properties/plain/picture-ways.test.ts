import { callWays, type Stop } from './picture-ways';

const stops = (text: string): Stop[] => [...text].map((name) => ({ name, text: '' }));
const told = (expected: string, observed: string): readonly string[] =>
  callWays(stops(expected), stops(observed)).map(({ stations }) =>
    stations.map(({ name, text, state }) => `${name}${text}${state === 'wrong' ? '!' : ''}`).join(' '),
  );

test('a call that did what it should has one way', () => {
  expect(told('abE', 'abE')).toEqual(['a b E']);
});

test('what was done besides is marked, and what comes behind it is not', () => {
  expect(told('acdE', 'abcdE')).toEqual(['a c d E', 'a b! c d E']);
});

test('what was left out shows in what it should do; another end is marked', () => {
  expect(told('abcE', 'acF')).toEqual(['a b c E', 'a c F!']);
  expect(told('abcE', 'acE')).toEqual(['a b c E', 'a c E']);
});

test('of a long call there is what is around the first difference, and the end', () => {
  const long = 'abcdefghijklmnopqrstuvwxyz';
  const [should, did] = told(`${long}E`, `${long.replace('k', 'K')}E`);
  expect(should).toBe('…6 before g h i j k l m n o p q r …8 more like these E');
  expect(did).toBe('…6 before g h i j K! l m n o p q r …8 more like these E');
});
