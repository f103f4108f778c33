/** Rules on the names of states and on the formats of entries: rmp.md 1.2, 1.3, 1.6. */
import { RMP_STATES, type RmpEntry, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpReadOut } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { isCovered, pageOf, targetOf } from './_address';
import { changesOf } from './_changes';
import { isTwoM, sameEntry, stateOf } from './_entry';
import { CHANGING } from './_ops';
import { succeeded } from './_refusals';
import { entryText, pageText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S' } as const;

/** Of many pages changed alike, as by a 2M op, so many are looked at. */
const ENOUGH = 4;

/** A page whose state is not the one that its entry has by rmp.md 1.6; null if there is none. */
function misnamed(step: RmpStep): SpaPage | null {
  const { config, op, after } = step;
  const target = targetOf(config, op);
  const changed = CHANGING.includes(op.op) ? changesOf(step).entries.slice(0, ENOUGH) : [];
  const pages = [...(target === null ? [] : [target.page]), ...changed];
  return pages.find((page) => after.state(page) !== stateOf(after, page)) ?? null;
}

export const RMP_013: RmpStepRule = {
  ...RULE,
  id: 'RMP-013',
  title: 'every entry has one state',
  statement: 'Each page is in exactly one named state, the one that rmp.md 1.6 gives its tuple.',
  source: 'rmp.md 1.6; firmware',
  why: 'Firmware commands are allowed by state: a page taken for another gets past their checks.',
  example: 'A Context page is taken for a Firmware page, because VMSA is not looked at.',
  on: [...CHANGING, 'access', 'rmpread'],
  check(step) {
    const target = targetOf(step.config, step.op);
    if (target === null) return NOT_EXERCISED;
    return must(misnamed(step) === null && RMP_STATES.includes(step.after.state(target.page)));
  },
  explain(step) {
    const page = misnamed(step) ?? targetOf(step.config, step.op)!.page;
    const { after } = step;
    return `${pageText(page)} is ${stateOf(after, page)}, said to be ${after.state(page)}: ${entryText(after.own(page))}`;
  },
};

const bit = (raw: bigint, at: number): boolean => ((raw >> BigInt(at)) & 1n) === 1n;
const bits = (raw: bigint, at: number, width: number): number =>
  Number((raw >> BigInt(at)) & ((1n << BigInt(width)) - 1n));

/** The fields of a raw entry of Zen 3/4 (rmp.md 1.2). */
function decode([low, high]: readonly [bigint, bigint], vmpls: number): RmpEntry {
  return {
    assigned: bit(low, 0),
    size: bit(low, 1) ? 1 : 0,
    immutable: bit(low, 2),
    gpa: bits(low, 12, 39),
    asid: bits(low, 51, 10),
    vmsa: bit(low, 61),
    validated: bit(low, 62),
    masks: Array.from({ length: vmpls }, (_, vmpl) => bits(high, 8 * vmpl, 8)),
  };
}

const rawCount = (view: RmpView, page: SpaPage): number => bits(view.raw(page)![0], 3, 9);

/** What the raw entry of `page` gets wrong, in words; null if nothing. */
function rawError({ after }: RmpStep, page: SpaPage): string | null {
  const own = after.own(page)!;
  const decoded = decode(after.raw(page)!, own.masks.length);
  if (!sameEntry(own, decoded)) return `${entryText(own)} is stored as ${entryText(decoded)}`;
  if (page % 512 === 0 && rawCount(after, page) !== after.subCount(page)) {
    return `sub-page count ${after.subCount(page)} is stored as ${rawCount(after, page)}`;
  }
  return null;
}

/** What an accepted RMPUPDATE stored that was not asked for, in words; null if nothing. */
function askedError({ config, op, outcome, after }: RmpStep): string | null {
  if (op.op !== 'rmpupdate' || !succeeded(outcome) || !op.to.assigned || op.to.asid === 0) return null;
  const own = after.own(pageOf(config, op.spa))!;
  const { assigned, size, immutable, asid, gpa } = op.to;
  const same =
    own.assigned === assigned &&
    own.size === size &&
    own.immutable === immutable &&
    own.asid === asid &&
    own.gpa === Math.floor(gpa / 4096);
  return same ? null : `ASID ${asid}, GPA 0x${gpa.toString(16)} was stored as ${entryText(own)}`;
}

export const RMP_015: RmpStepRule = {
  ...RULE,
  id: 'RMP-015',
  title: 'formats keep every field',
  statement:
    'What RMPUPDATE is given in the software format stands in the entry, and a raw entry decodes to its fields.',
  source: 'rmp.md 1.2, 1.3; firmware, Linux sev.c',
  why: 'A field that is cut short lets two guests share an identity.',
  example: 'The ASID is stored in eight bits.',
  on: CHANGING,
  check(step) {
    const pages = changesOf(step).entries.slice(0, ENOUGH);
    if (askedError(step) !== null) return must(false);
    return pages.length === 0 ? NOT_EXERCISED : must(pages.every((page) => rawError(step, page) === null));
  },
  explain(step) {
    const pages = changesOf(step).entries.slice(0, ENOUGH);
    return askedError(step) ?? pages.map((page) => rawError(step, page)).find((error) => error !== null) ?? '';
  },
};

const READ_FIELDS = ['assigned', 'size', 'regionBusy', 'immutable', 'gpa', 'asid'];

const showsOnlyVisible = (read: RmpReadOut, own: RmpEntry): boolean =>
  Object.keys(read).every((field) => READ_FIELDS.includes(field)) &&
  read.assigned === own.assigned &&
  read.size === own.size &&
  read.immutable === own.immutable &&
  read.asid === own.asid &&
  read.gpa === own.gpa * 4096;

export const RMP_016: RmpStepRule = {
  ...RULE,
  id: 'RMP-016',
  title: "RMPREAD hides what is the guest's",
  statement:
    'RMPREAD shows Assigned, size, Immutable, GPA and ASID of the stored entry, and nothing of Validated, VMSA or masks.',
  source: 'rmp.md 1.3, 2.6; Microsoft intrinsics',
  why: 'The hypervisor must not learn which pages a guest accepted.',
  example: 'The raw quadword is returned.',
  on: ['rmpread'],
  check({ config, op, outcome, before }) {
    if (op.op !== 'rmpread' || outcome.read === null || !succeeded(outcome)) return NOT_EXERCISED;
    const page = pageOf(config, op.spa);
    if (!isCovered(config, page)) return NOT_EXERCISED;
    const own = before.own(page)!;
    const isStubBelow = page % 512 !== 0 && isTwoM(before, page - (page % 512));
    if (isStubBelow) return must(Object.keys(outcome.read).every((field) => READ_FIELDS.includes(field)));
    return must(showsOnlyVisible(outcome.read as RmpReadOut, own));
  },
  explain({ config, op, outcome, before }) {
    const { page } = targetOf(config, op)!;
    return `${pageText(page)} holds ${entryText(before.own(page))}; RMPREAD gave ${JSON.stringify(outcome.read)}`;
  },
};
