import { seededDraw } from '../engine/draw';
import { unreachedGoals } from '../plain/testing/goals';
import { RMP_GOALS } from './goals';
import { rmpMachine } from '.';

/** Cases of one seed within which the generator reaches every goal. */
const CASES = 800;

test('the generator reaches every goal', () => {
  expect(unreachedGoals(rmpMachine, RMP_GOALS, (k) => seededDraw('goals', k), CASES)).toEqual([]);
});
