import { seededDraw } from '../engine/draw';
import { unreachedGoals } from '../plain/testing/goals';
import { DEVICE_ACCESS_GOALS } from './goals';
import { deviceAccessMachine } from '.';

/** Cases of one seed within which the generator reaches every goal. */
const CASES = 600;

test('the generator reaches every goal', () => {
  const drawOf = (k: number) => seededDraw('goals', k);
  expect(unreachedGoals(deviceAccessMachine, DEVICE_ACCESS_GOALS, drawOf, CASES)).toEqual([]);
});
