import { join } from 'node:path';
import { findMutants } from './find-mutants';
import { applyMutant, changeOf } from './mutant';
import { allMutants, readSources } from './targets';

const ROOT = join(__dirname, '..', '..');

/** Every change that the mutators make of one file, as the report shows it. */
const changes = (text: string): string[] => findMutants('fixture.ts', text).map(changeOf);

test.each<[what: string, text: string, expected: string[]]>([
  ['a comparison', 'const f = (a: number, b: number) => a < b;', ['a < b → a <= b', 'a < b → a >= b']],
  [
    'a condition of two',
    'const f = (a: boolean, b: boolean) => a && b;',
    ['a && b → a || b', 'a && b → a', 'a && b → b'],
  ],
  ['a constant', 'const N = 0x10;', ['0x10 → 0x11', '0x10 → 0xf']],
  ['zero', 'const N = 0;', ['0 → 1', '0 → (-1)']],
  ['a 64-bit constant', 'const N = 1n;', ['1n → 2n', '1n → 0n']],
  ['a member of a vocabulary', 'const E = Errno.EINVAL;', ['Errno.EINVAL → (Errno.EINVAL + 1)']],
  ['a call for its effect', 'release(page);', ['release(page); → ;']],
  ['a twin', 'const x = word.lo;', ['word.lo → word.hi']],
  ['a branch', 'if (busy) wait();', ['busy → true', 'busy → false', 'wait(); → ;']],
  ['an operator inside another', 'const x = a * (b + c);', ['a * (b + c) → a / (b + c)', 'b + c → b - c']],
])('%s is mutated', (_, text, expected) => {
  expect(changes(text)).toEqual(expected);
});

test.each([
  ['types', 'type T = 1 | 2; interface S { readonly n: 3 }'],
  ['imports and exports', "import { a } from './a'; export { a };"],
  ['texts', 'const s = `a ${1 + 2}`;'],
])('%s are not', (_, text) => {
  expect(changes(text)).toEqual([]);
});

test('an applied mutant changes one place and nothing else', () => {
  const text = 'const a = 1;\nconst b = a << 2;\n';
  const mutants = findMutants('fixture.ts', text);
  const shift = mutants.find(({ mutated }) => mutated === 'a >>> 2')!;
  expect(shift).toMatchObject({ line: 2, column: 11 });
  expect(applyMutant(text, shift)).toBe('const a = 1;\nconst b = a >>> 2;\n');
});

test('no two mutants of the implementation are the same', () => {
  const mutants = allMutants(readSources(ROOT));
  expect(mutants.length).toBeGreaterThan(1000);
  expect(new Set(mutants.map(({ file, start, end, mutated }) => `${file} ${start} ${end} ${mutated}`)).size).toBe(
    mutants.length,
  );
});
