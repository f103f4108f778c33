import { seededDraw } from '../engine/draw';
import { unreachedGoals } from '../plain/testing/goals';
import { VIOMMU_GOALS } from './goals';
import { viommuMachine } from '.';

/** Cases of one seed within which the generator reaches every goal. */
const CASES = 150;

test('the generator reaches every goal', () => {
  expect(unreachedGoals(viommuMachine, VIOMMU_GOALS, (k) => seededDraw('goals', k), CASES)).toEqual([]);
});
