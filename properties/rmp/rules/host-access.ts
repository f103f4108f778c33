/** Rules on accesses by the host and by guests that are not SNP-active: rmp.md 3.1, 3.2, 3.6 (b), 7.3. */
import { REGION_PAGES, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { AccessOp } from '../../../model/vocabulary/rmp/op';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { checkedAccess, isHypervisorsLeaf } from './_access';
import { baseOf } from './_address';
import { isHypervisors, isHypervisorsRegion, stateOf } from './_entry';
import { outcomeText, pageText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S', on: ['access'] } as const;
const GIB_PAGES = 2 ** 18;

/** A checked access of the host or a plain guest; else null. */
function plainAccess(step: RmpStep): AccessOp | null {
  const op = checkedAccess(step);
  return op === null || op.by === 'snp-guest' ? null : op;
}

const plainWrite = (step: RmpStep): AccessOp | null => {
  const op = plainAccess(step);
  return op?.kind === 'write' ? op : null;
};

const passes = ({ outcome }: RmpStep): boolean => outcome.fault === null;

function accessText(step: RmpStep): string {
  const { before, outcome } = step;
  const op = step.op as AccessOp;
  const base = baseOf(op.spa);
  const region = isHypervisorsRegion(before, base)
    ? "its region is the hypervisor's"
    : 'a page of its region is assigned';
  return `${op.by} ${op.kind} of a ${stateOf(before, op.spa)} page through 2^${op.nestedLg} (${region}): ${outcomeText(outcome)}`;
}

export const RMP_046: RmpStepRule = {
  ...RULE,
  id: 'RMP-046',
  title: 'hosts and plain guests may read all',
  statement: 'A read or fetch by the host, or by a guest that is not SNP-active, never faults by the RMP.',
  source: 'rmp.md 3.2 A, D; APM vol. 2 table 15-39',
  why: 'Hosts read guest pages (as ciphertext) in dumps and migrations; a fault there is a crash.',
  example: 'Reads are checked like writes.',
  check(step) {
    const op = plainAccess(step);
    if (op === null || (op.kind !== 'read' && op.kind !== 'fetch')) return NOT_EXERCISED;
    return must(passes(step));
  },
  explain: accessText,
};

export const RMP_047: RmpStepRule = {
  ...RULE,
  id: 'RMP-047',
  title: 'writes through 4K',
  statement: 'A host or plain guest write through a 4K mapping passes exactly if the page is not assigned.',
  source: 'rmp.md 3.1, 3.6 (b); APM vol. 2 table 15-39',
  why: "This is what keeps the host from writing to a guest's page.",
  example: 'The ASID is asked instead of Assigned, so that Reclaim pages are writable.',
  check(step) {
    const op = plainWrite(step);
    if (op === null || op.nestedLg !== 12) return NOT_EXERCISED;
    return must(passes(step) === isHypervisors(step.before, op.spa));
  },
  explain: accessText,
};

export const RMP_048: RmpStepRule = {
  ...RULE,
  id: 'RMP-048',
  title: 'writes through 2M and 1G',
  statement:
    'A host or plain guest write through a 2M or 1G mapping passes exactly if no page of its 2M region is assigned.',
  source: 'rmp.md 3.1, 3.6 (b); APM vol. 2 15.36.10',
  why: 'One TLB entry of 2M would otherwise grant the private pages of the region as well.',
  example: 'Only the page that is written is looked at.',
  check(step) {
    const op = plainWrite(step);
    if (op === null || op.nestedLg === 12) return NOT_EXERCISED;
    return must(passes(step) === isHypervisorsRegion(step.before, baseOf(op.spa)));
  },
  explain: accessText,
};

/** True if another 2M region of the same 1G holds an assigned page, as far as presets and ops tell. */
function hasAssignedNeighbour({ config, before }: RmpStep, page: SpaPage): boolean {
  const gib = Math.floor(page / GIB_PAGES);
  const known = [...before.touchedRegions(), ...config.preset.map(({ spa }) => baseOf(spa))];
  return known.some(
    (base) =>
      base !== baseOf(page) &&
      Math.floor(base / GIB_PAGES) === gib &&
      (!isHypervisors(before, base) || before.subCount(base) > 0),
  );
}

export const RMP_049: RmpStepRule = {
  ...RULE,
  id: 'RMP-049',
  title: '1G mappings are checked by 2M',
  statement: 'A write through a 1G mapping passes where its own 2M region is free, whatever the rest of the 1G holds.',
  source: 'rmp.md 3.1, 3.6 (b), RG10; APM vol. 2 15.36.10, Linux sev.c',
  why: 'Linux keeps its direct map at 1G wherever it can.',
  example: 'All 512 regions of the 1G are looked at.',
  check(step) {
    const op = plainWrite(step);
    if (op === null || op.nestedLg !== 30) return NOT_EXERCISED;
    if (!isHypervisorsRegion(step.before, baseOf(op.spa)) || !hasAssignedNeighbour(step, op.spa)) return NOT_EXERCISED;
    return must(passes(step));
  },
  explain: accessText,
};

export const RMP_050: RmpStepRule = {
  ...RULE,
  id: 'RMP-050',
  title: 'only Assigned counts',
  statement: 'Writes to a page that is not assigned pass, even where its entry is Immutable or has size 2M.',
  source: 'rmp.md 3.1, RG15; APM vol. 2 table 15-39',
  why: 'MMIO holes are HV-Fixed: no driver would work.',
  example: 'Immutable entries refuse host writes.',
  check(step) {
    const op = plainWrite(step);
    const own = op === null ? null : step.before.own(op.spa);
    if (op === null || own === null || own.assigned || (!own.immutable && own.size === 0)) return NOT_EXERCISED;
    return isHypervisorsLeaf(step.before, op, op.nestedLg) ? must(passes(step)) : NOT_EXERCISED;
  },
  explain: accessText,
};

export const RMP_061: RmpStepRule = {
  ...RULE,
  id: 'RMP-061',
  title: 'A and D updates are 4K writes',
  statement:
    'An update of an accessed or dirty bit by host or plain guest tables passes exactly if that 4K page is not assigned.',
  source: 'rmp.md 3.1; APM vol. 2 15.36.10',
  why: 'A page-table page may share its 2M mapping with private memory.',
  example: 'The update is checked at 2M where the table page is mapped so.',
  check(step) {
    const op = plainAccess(step);
    if (op?.kind !== 'adUpdate') return NOT_EXERCISED;
    return must(passes(step) === isHypervisors(step.before, op.spa));
  },
  explain: accessText,
};

export const RMP_064: RmpStepRule = {
  ...RULE,
  id: 'RMP-064',
  confidence: 'I',
  title: '4K grants what 2M grants',
  statement: 'A write that passes through a 2M or 1G mapping would pass through a 4K mapping of the page too.',
  source: 'rmp.md 3.6 (b), derived',
  why: 'Splitting a mapping is always safe for the host; software counts on it.',
  example: 'A 2M mapping is checked at its first page alone.',
  check(step) {
    const op = plainWrite(step);
    if (op === null || op.nestedLg === 12 || !passes(step)) return NOT_EXERCISED;
    return must(isHypervisors(step.before, op.spa));
  },
  explain: (step) => `${pageText((step.op as AccessOp).spa)}, one of ${REGION_PAGES}, is assigned: ${accessText(step)}`,
};
