import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { GOLDEN_RMP } from '../../../tests/golden/rmp';
import { configG, page, type OutcomeExpectation, type PageExpectation } from '../../../tests/golden/rmp/build';
import { createInBoxRmp } from '.';

/** Bits 32 and 33 are not relied on (rmp.md 3.4). */
const withoutFinalBits = (errorCode: number): number => errorCode - (Math.floor(errorCode / 2 ** 32) % 4) * 2 ** 32;

function expectOutcome(outcome: RmpOutcome, expected: OutcomeExpectation): void {
  const { code, errorCode, ...rest } = expected;
  expect(outcome).toMatchObject(rest);
  if (typeof code === 'number') expect(outcome.code).toBe(code);
  else if (code !== undefined) expect(code).toContain(outcome.code);
  if (errorCode !== undefined) expect(withoutFinalBits(outcome.errorCode)).toBe(withoutFinalBits(errorCode));
}

function expectPages(view: RmpView, pages: readonly PageExpectation[]): void {
  for (const { spa, raw0, raw1, covered, entryAddress, state, subCount, own, effective } of pages) {
    const at = page(spa);
    if (covered !== undefined) expect(view.covered(at)).toBe(covered);
    if (entryAddress !== undefined) expect(view.entryAddress(at)).toBe(entryAddress);
    if (state !== undefined) expect(view.state(at)).toBe(state);
    if (raw0 !== undefined) expect(view.raw(at)?.[0]).toBe(raw0);
    if (raw1 !== undefined) expect(view.raw(at)?.[1]).toBe(raw1);
    if (subCount !== undefined) expect(view.subCount(at)).toBe(subCount);
    if (own !== undefined) expect(view.own(at)).toMatchObject(own);
    if (effective !== undefined) expect(view.effective(at)).toMatchObject(effective);
  }
}

describe('golden rows of rmp.md 8', () => {
  test.each(GOLDEN_RMP.map((row) => [row.id, row] as const))('%s', (_id, row) => {
    const rmp = createInBoxRmp(configG(row.assume, row.config));
    expectPages(rmp.view, row.pages ?? []);
    for (const step of row.steps) {
      expectOutcome(rmp.step(step.op), step.expect);
      expectPages(rmp.view, step.pages ?? []);
    }
  });
});
