/** Rules on look-ups: rmp.md 1.4. */
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { pageAddress } from '../../plain/words';
import { isTwoM } from '../../rmp/rules/_entry';
import type { WrapperStep, WrapperStepRule } from '../rule';

const LEVEL_4K = 1;
const LEVEL_2M = 2;

/** What a look-up of a covered page must say; null where the page is not covered. */
function right({ op, before }: WrapperStep): { readonly assigned: boolean; readonly level: number } | null {
  const { page } = op as { readonly page: number };
  const own = before.rmp.covered(page) ? before.rmp.own(page) : null;
  if (own === null) return null;
  return { assigned: own.assigned, level: isTwoM(before.rmp, page - (page % REGION_PAGES)) ? LEVEL_2M : LEVEL_4K };
}

export const RMP_009: WrapperStepRule = {
  scope: 'step',
  level: 'required',
  confidence: 'S',
  on: ['lookup'],
  id: 'RMP-009',
  title: 'level from the 2M-aligned entry',
  statement: 'A look-up takes the level from the entry of the 2M-aligned page, and ownership from the page’s own.',
  source: 'rmp.md 1.4; Linux arch/x86/virt/svm/sev.c',
  why: 'The entry of a sub-page always says 4K: KVM would map and take back parts of 2M entries.',
  example: 'The size of the page’s own entry is returned.',
  check(step) {
    const wanted = right(step);
    const { end, value, assigned, level } = step.outcome;
    if (wanted === null || end !== 'ok' || value !== 0) return NOT_EXERCISED;
    return must(assigned === wanted.assigned && level === wanted.level);
  },
  explain(step) {
    const wanted = right(step)!;
    const { assigned, level } = step.outcome;
    const page = pageAddress((step.op as { readonly page: number }).page);
    const text = (owned: boolean | null, of: number | null): string => `assigned ${String(owned)}, level ${String(of)}`;
    return `page ${page}: expected ${text(wanted.assigned, wanted.level)}; observed ${text(assigned, level)}`;
  },
};
