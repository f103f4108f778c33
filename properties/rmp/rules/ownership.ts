/** Rules on who owns what: rmp.md 7.1. */
import { REGION_PAGES, RmpSize, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpEndRule, RmpRun, RmpUntestedRule } from '../rule';
import { isCovered, targetOf } from './_address';
import { effectiveOf, isTwoM } from './_entry';
import { succeeded } from './_refusals';
import { pageText } from './_text';

/** Pages that became valid by another hand than a guest's in this trace: presets and firmware. */
function validatedOtherwise({ config, ops, outcomes }: RmpRun): ReadonlySet<SpaPage> {
  const pages = new Set<SpaPage>();
  ops.forEach((op, at) => {
    if ((op.op !== 'launchUpdate' && op.op !== 'mmioValidate') || !succeeded(outcomes[at]!)) return;
    const target = targetOf(config, op)!;
    for (let i = 0; i < target.pages; i++) pages.add(target.page + i);
  });
  return pages;
}

/** True if `page` began as a valid page of this guest and GPA. */
const isPreset = (config: RmpConfig, page: SpaPage, asid: number, gpa: number): boolean =>
  config.preset.some(
    (preset) =>
      (preset.state === 'Guest-Valid' || preset.state === 'Pre-Swap') &&
      preset.asid === asid &&
      page >= preset.spa &&
      page < preset.spa + preset.pages &&
      preset.gpa + (page - preset.spa) === gpa,
  );

/** How often a guest accepted each of its GPAs, by `asid gpa`. */
function validations({ ops, outcomes }: RmpRun): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  ops.forEach((op, at) => {
    if (op.op !== 'pvalidate' || !op.validate || !succeeded(outcomes[at]!) || outcomes[at]!.carry) return;
    const pages = op.size === RmpSize.size2M ? REGION_PAGES : 1;
    const first = op.gpa - (op.gpa % pages);
    for (let gpa = first; gpa < first + pages; gpa++) count(counts, `${op.asid} ${gpa}`);
  });
  return counts;
}

const count = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1);

/** Looks at every valid page; the first that no validation accounts for, or how many there are. */
function account(run: RmpRun): { readonly stray: SpaPage | null; readonly seen: number } {
  const otherwise = validatedOtherwise(run);
  const accepted = validations(run);
  const used = new Map<string, number>();
  let seen = 0;
  for (const base of run.view.touchedRegions()) {
    if (!isCovered(run.config, base)) continue;
    // Below a 2M entry nothing is valid that the entry does not say.
    if (isTwoM(run.view, base) && !run.view.own(base)!.validated) continue;
    for (let page = base; page < base + REGION_PAGES; page++) {
      const own = run.view.own(page)!;
      if (!own.validated && !isTwoM(run.view, base)) continue;
      const entry = effectiveOf(run.view, page)!;
      if (!entry.validated || entry.asid === 0) continue;
      if (otherwise.has(page) || isPreset(run.config, page, entry.asid, entry.gpa)) continue;
      seen++;
      const key = `${entry.asid} ${entry.gpa}`;
      count(used, key);
      if (used.get(key)! > (accepted.get(key) ?? 0)) return { stray: page, seen };
    }
  }
  return { stray: null, seen };
}

export const RMP_011: RmpEndRule = {
  scope: 'end',
  id: 'RMP-011',
  confidence: 'S',
  level: 'required',
  title: 'a GPA has one valid page',
  statement:
    'No more pages are valid for a guest and GPA than the guest validated: one, if it validates each GPA once.',
  source: 'rmp.md 7.1; APM vol. 2 15.36.6, Verismo',
  why: 'With two valid pages for one GPA the hypervisor exchanges them at will, and the guest sees old data.',
  example: 'Validated is kept when a page moves to another GPA.',
  check(run) {
    const { stray, seen } = account(run);
    return seen === 0 ? NOT_EXERCISED : must(stray === null);
  },
  explain(run) {
    const page = account(run).stray!;
    const { asid, gpa } = effectiveOf(run.view, page)!;
    return `${pageText(page)} is valid for ASID ${asid} at GPA ${pageText(gpa)}, which the guest did not validate for it`;
  },
};

export const RMP_012: RmpUntestedRule = {
  scope: 'untested',
  id: 'RMP-012',
  confidence: 'S',
  level: 'required',
  title: 'a page has one owner',
  statement: 'Each page has at most one owner and GPA.',
  source: 'rmp.md 7.1; APM vol. 2 15.36.3',
  why: "Two owners of one page read each other's data.",
  example: 'A copy of the table is kept for each guest.',
  reason: 'not observable: a page is looked up by its address alone, which cannot give two answers',
};
