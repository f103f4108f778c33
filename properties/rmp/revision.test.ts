import { createRmpModel } from '../../model/rmp';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../model/vocabulary/rmp/view';
import { createInBoxRmp } from '../../reference/in-box/rmp';
import { seededDraw } from '../engine/draw';
import { drawCase } from '../plain/case';
import { sameWriter } from './rules/_changes';
import { sameEntry } from './rules/_entry';
import { rmpMachine } from '.';

const CASES = 6;
/** Odd: pages at all sorts of places of a region. */
const STRIDE = 37;

/** First of some pages of a region that two states say different things of; null if there is none. */
function changedPage(before: RmpView, after: RmpView, base: number): number | null {
  for (const offset of [0, 1, REGION_PAGES - 1]) if (isChanged(before, after, base + offset)) return base + offset;
  for (let page = base; page < base + REGION_PAGES; page += STRIDE) if (isChanged(before, after, page)) return page;
  return null;
}

const isChanged = (before: RmpView, after: RmpView, page: number): boolean =>
  !sameEntry(before.own(page), after.own(page)) ||
  !sameWriter(before, after, page) ||
  before.ghost(page).epoch !== after.ghost(page).epoch ||
  before.state(page) !== after.state(page) ||
  (page % REGION_PAGES === 0 && before.subCount(page) !== after.subCount(page));

test.each([
  ['the model', createRmpModel],
  ['in-box', createInBoxRmp],
] as const)('%s: a region whose revision stays is as it was, and changes come with another', (_, start) => {
  const source = rmpMachine.source({});
  const wrong: string[] = [];
  let changes = 0;
  for (let k = 0; k < CASES; k++) {
    const { config, ops } = drawCase(rmpMachine, source, seededDraw('revision', k));
    const [now, behind] = [start(config), start(config)];
    for (const op of ops) {
      now.step(op);
      for (const base of now.view.touchedRegions()) {
        const page = changedPage(behind.view, now.view, base);
        if (page === null) continue;
        changes++;
        const isTold = now.view.revision(base) > behind.view.revision(base);
        if (!isTold) wrong.push(`case ${k}: ${op.op} changed page 0x${page.toString(16)}`);
      }
      behind.step(op);
    }
  }
  expect(wrong).toEqual([]);
  expect(changes).toBeGreaterThan(50);
});
