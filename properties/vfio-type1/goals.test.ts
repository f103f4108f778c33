import { seededDraw } from '../engine/draw';
import { unreachedGoals } from '../plain/testing/goals';
import { TYPE1_GOALS } from './goals';
import { vfioType1Machine } from '.';

/** Cases of one seed within which the generator reaches every goal; the rarest takes some hundred. */
const CASES = 500;

test('the generator reaches every goal', () => {
  expect(unreachedGoals(vfioType1Machine, TYPE1_GOALS, (k) => seededDraw('goals', k), CASES)).toEqual([]);
});
