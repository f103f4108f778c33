/** Rules on pages that are never given back: rmp.md 6. */
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { pageAddress } from '../../plain/words';
import type { WrapperStep, WrapperStepRule } from '../rule';

const counted = ({ before, after }: WrapperStep): number => after.leaked().count - before.leaked().count;
const listed = ({ before, after }: WrapperStep): number => after.leaked().pages.length - before.leaked().pages.length;

export const RMP_108: WrapperStepRule = {
  scope: 'step',
  level: 'required',
  confidence: 'S',
  on: ['leak'],
  id: 'RMP-108',
  title: 'leaked pages are kept track of',
  statement: 'Pages that cannot be given back are counted and stand on the leak list, compound ones by their head.',
  source: 'rmp.md 6, 7.5; Linux arch/x86/virt/svm/sev.c',
  why: 'The list is all that tells a crash dump, or a later reclaim, which assigned pages nobody owns any more.',
  example: 'The list is left out for a compound page that ends with the range.',
  check(step) {
    if (step.op.op !== 'leak' || step.outcome.end !== 'ok' || step.op.pages === 0) return NOT_EXERCISED;
    return must(counted(step) === step.op.pages && listed(step) > 0);
  },
  explain(step) {
    const { page, pages } = step.op as { readonly page: number; readonly pages: number };
    return `${pages} pages from ${pageAddress(page)}: ${counted(step)} counted, the list is longer by ${listed(step)}`;
  },
};
