import { seededDraw } from '../engine/draw';
import { unreachedGoals } from '../plain/testing/goals';
import { DMA_API_GOALS } from './goals';
import { dmaApiMachine } from '.';

/** Cases of one seed within which the generator reaches every goal. */
const CASES = 400;

test('the generator reaches every goal', () => {
  expect(unreachedGoals(dmaApiMachine, DMA_API_GOALS, (k) => seededDraw('goals', k), CASES)).toEqual([]);
});
