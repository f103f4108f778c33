import { seededDraw } from '../../properties/engine/draw';
import { CaseStream, beginningOf } from './stream';

const numbers = (stream: CaseStream, n: number): number[] => Array.from({ length: n }, () => stream.draw.int(1000));

test('the choices of a fresh case are those of `check`', () => {
  const draw = seededDraw('s', 7);
  expect(numbers(new CaseStream('s', [], 7), 20)).toEqual(Array.from({ length: 20 }, () => draw.int(1000)));
});

test('a branch repeats its origin, then goes its own way', () => {
  const first = numbers(new CaseStream('s', [], 7), 20);
  const branch = new CaseStream('s', [{ caseNumber: 7, draws: 12 }], 9);
  const taken = numbers(branch, 20);
  expect(taken.slice(0, 12)).toEqual(first.slice(0, 12));
  expect(taken.slice(12)).toEqual(numbers(new CaseStream('s', [], 9), 8));
  expect(branch.draws).toBe(20);
});

test('the origin of a case gives the case again, and its beginning the beginning', () => {
  const twice = new CaseStream(
    's',
    [
      { caseNumber: 7, draws: 5 },
      { caseNumber: 8, draws: 4 },
    ],
    9,
  );
  const taken = numbers(twice, 15);
  expect(twice.origin).toEqual([
    { caseNumber: 7, draws: 5 },
    { caseNumber: 8, draws: 4 },
    { caseNumber: 9, draws: 6 },
  ]);
  expect(numbers(new CaseStream('s', twice.origin, 10), 15)).toEqual(taken);
  expect(beginningOf(twice.origin, 7)).toEqual([
    { caseNumber: 7, draws: 5 },
    { caseNumber: 8, draws: 2 },
  ]);
  expect(beginningOf(twice.origin, 0)).toEqual([]);
});

test('a branch that ended within what it repeats has that for its origin', () => {
  const short = new CaseStream('s', [{ caseNumber: 7, draws: 12 }], 9);
  numbers(short, 3);
  expect(short.origin).toEqual([{ caseNumber: 7, draws: 3 }]);
});
