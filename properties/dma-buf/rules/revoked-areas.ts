/** Rules on areas whose dma-buf was revoked: dma-mmio.md 6.3, 6.4. */
import type { AreaView } from '../../../model/vocabulary/dma-buf/view';
import { errnoText } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaBufStep, DmaBufStepRule } from '../rule';
import { EVERY_CALL } from './_device';
import { populated, revokedAreas } from './_ioas';
import { STEP } from './_rule';

/** IOPTEs of areas that should have none. */
const explainPopulated = (step: DmaBufStep): string => populated(step, revokedAreas(step))!;

export const BUF_053: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-053',
  title: 'revoked in every domain',
  statement: 'An area over a dma-buf that is not LIVE, or that was revoked, has no IOPTE in any domain.',
  source: 'dma-mmio.md 6.3; Linux iommufd pages.c',
  why: 'The IOMMU would let a guest’s device reach a BAR that may belong to somebody else by then.',
  example: 'Only the domain that stores the addresses is unmapped.',
  on: EVERY_CALL,
  check: (step) =>
    revokedAreas(step).some((name) => step.before.area(name)?.revoked === false) && step.after.domains.length > 0
      ? must(populated(step, revokedAreas(step)) === null)
      : NOT_EXERCISED,
  explain: explainPopulated,
};

export const BUF_054: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-054',
  title: 'revoked for ever',
  statement: 'An area that was revoked stays empty when its dma-buf is LIVE again.',
  source: 'dma-mmio.md 6.4; Linux iommufd pages.c',
  why: 'Nobody asked the owner of the IOAS whether the device that came back is still the one they meant.',
  example: 'The callback at the restore fills the area again.',
  on: EVERY_CALL,
  check(step) {
    const old = revokedAreas(step).filter((name) => step.before.area(name)?.revoked === true);
    const isTold = step.outcome.events.some(({ event }) => event === 'invalidate');
    return old.length > 0 && isTold && step.after.domains.length > 0
      ? must(populated(step, old) === null)
      : NOT_EXERCISED;
  },
  explain: explainPopulated,
};

const unmapped = ({ op, before }: DmaBufStep): AreaView | null =>
  op.op === 'unmapArea' && op.part === null ? before.area(op.area) : null;

export const BUF_055: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-055',
  title: 'a revoked area can be unmapped',
  statement: 'IOAS_UNMAP of a revoked area succeeds, and reports its whole length.',
  source: 'dma-mmio.md 6.4; Linux iommufd pages.c',
  why: 'User space must be able to clean up what was taken from it.',
  example: 'What is not mapped cannot be unmapped: an error.',
  on: ['unmapArea'],
  check: (step) =>
    step.outcome.end === 'returned' && unmapped(step)?.revoked === true
      ? must(step.outcome.value === 0 && step.outcome.bytes === unmapped(step)!.bytes)
      : NOT_EXERCISED,
  explain: ({ outcome }) => `observed ${errnoText(outcome.value!)}, ${String(outcome.bytes)} bytes`,
};

export const BUF_056: DmaBufStepRule = {
  ...STEP,
  id: 'BUF-056',
  title: 'a new domain gets nothing revoked',
  statement: 'A domain that is attached, or a copy that is made, while an area is revoked has no IOPTE of that area.',
  source: 'dma-mmio.md 6.4; Linux iommufd pages.c',
  why: 'The domain would reach the BAR that was taken from all others.',
  example: 'The domain is filled from the addresses that were stored.',
  on: ['attachDomain', 'copyArea'],
  check: (step) =>
    step.outcome.value === 0 && revokedAreas(step).length > 0 && step.after.domains.length > 0
      ? must(populated(step, revokedAreas(step)) === null)
      : NOT_EXERCISED,
  explain: explainPopulated,
};
