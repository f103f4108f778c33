import { REGION_PAGES, type RmpEntry, type SpaPage } from '../../model/vocabulary/rmp/entry';
import type { RmpOp } from '../../model/vocabulary/rmp/op';
import { ErrorBit, RmpCode, type RmpOutcome } from '../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../model/vocabulary/rmp/view';
import type { Difference } from '../plain/machine';
import { baseOf } from './rules/_address';
import { isTwoM, sameEntry } from './rules/_entry';
import { entryText, hasErrorBit, outcomeText, pageText } from './rules/_text';

const differs = (effect: string, reason: string): Difference => ({ effect, reason });

/** Null where the observed outcome is one that the model allows: any of its codes, where the sources leave it open. */
export function compareOutcome(op: RmpOp, expected: RmpOutcome, observed: RmpOutcome): Difference | null {
  if (isOpen(op, expected, observed)) return null;
  const reason = `expected ${expectedText(expected)}, observed ${outcomeText(observed)}`;
  if (expected.fault !== observed.fault) {
    if (expected.mayFault === true && observed.fault !== null) return null;
    return differs(`${observed.fault ?? 'no fault'} for ${expected.fault ?? 'no fault'}`, reason);
  }
  const allowed = expected.codes ?? [expected.code];
  if (!allowed.includes(observed.code)) return differs(`code ${observed.code} for ${allowed.join(' or ')}`, reason);
  if (hasErrorCode(expected.fault) && expected.errorCode !== observed.errorCode) return differs('error code', reason);
  if (expected.carry !== observed.carry) return differs('CF', reason);
  const expectedRead = readText(expected);
  const observedRead = readText(observed);
  if (expectedRead === observedRead) return null;
  return differs('what was read', `expected ${expectedRead}, observed ${observedRead}`);
}

/**
 * True where the sources leave more open than a set of codes: which checks RMPQUERY makes before it answers (rmp.md 2.5),
 * and whether PVALIDATE and RMPADJUST look at sizes or at ownership first (rmp.md 2.3; RMP-033 judges where only sizes
 * are wrong).
 */
function isOpen(op: RmpOp, expected: RmpOutcome, observed: RmpOutcome): boolean {
  if (op.op === 'rmpquery') return expected.fault !== null || observed.fault !== null;
  return (op.op === 'pvalidate' || op.op === 'rmpadjust') && isRefusedOperand(expected) && isRefusedOperand(observed);
}

/** NPF by the RMP, or FAIL_SIZEMISMATCH. */
const isRefusedOperand = ({ fault, code, errorCode }: RmpOutcome): boolean =>
  fault === null ? code === RmpCode.failSizeMismatch : fault === 'NPF' && hasErrorBit(errorCode, ErrorBit.rmp);

/** #PF and NPF come with an error code (model/vocabulary/rmp/outcome); what a guest's own #PF says is not the RMP's. */
const hasErrorCode = (fault: RmpOutcome['fault']): boolean => fault === '#PF' || fault === 'NPF';

const expectedText = (expected: RmpOutcome): string =>
  expected.codes !== null && expected.codes.length > 1
    ? `one of the codes ${expected.codes.join(', ')}`
    : outcomeText(expected);

/** What was read, in an order of fields that does not depend on who made the record. */
function readText({ read }: RmpOutcome): string {
  if (read === null) return 'nothing read';
  return Object.entries(read)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([field, value]) => `${field} ${String(value)}`)
    .join(', ');
}

/** Ops that write no entry: what they leave is a ghost tag on their own page. */
const LOOKS_ONLY = new Set<RmpOp['op']>([
  'access',
  'rmpread',
  'rmpquery',
  'rmpopt',
  'busy',
  'vmrun',
  'vmexit',
  'hsave',
  'vmsave',
]);

/** Pages of a touched region that are compared after every op. */
const OFTEN_HIT = [0, 1, REGION_PAGES - 1];

/**
 * Compares what the op named, all of a region for ops on 2M, and some of every touched region; every page of those
 * where `op` is null. What was found alike before, and was not written since, is not looked at again.
 */
export function compareState(op: RmpOp | null, expected: RmpView, observed: RmpView): Difference | null {
  if (expected.cpuSnpEnabled !== observed.cpuSnpEnabled || expected.iommuSnpEnabled !== observed.iommuSnpEnabled) {
    const text = ({ cpuSnpEnabled, iommuSnpEnabled }: RmpView): string =>
      `CPU ${String(cpuSnpEnabled)}, IOMMU ${String(iommuSnpEnabled)}`;
    return differs('checks switched on', `expected ${text(expected)}, observed ${text(observed)}`);
  }
  const alike = alikeOf(expected, observed);
  if (op === null) return compareTouched(expected, observed, alike);
  const page = namedPage(op, expected);
  // What an op on 2M did not write was compared when it was written, and will be at the end.
  const wide =
    isWide(op) && page !== null && alike.often.get(baseOf(page)) !== revisionOf(expected, observed, baseOf(page));
  if (!LOOKS_ONLY.has(op.op)) {
    for (const base of expected.touchedRegions()) {
      const revision = revisionOf(expected, observed, base);
      if (alike.often.get(base) === revision) continue;
      for (const offset of OFTEN_HIT) {
        const difference = comparePage(base + offset, true, expected, observed);
        if (difference !== null) return difference;
      }
      alike.often.set(base, revision);
    }
  }
  if (page === null) return null;
  if (wide) return compareRegion(baseOf(page), false, expected, observed, alike);
  for (let at = Math.max(baseOf(page), page - 1); at <= page + 1; at++) {
    const difference = comparePage(at, true, expected, observed);
    if (difference !== null) return difference;
  }
  return null;
}

/** Compares every page of a region; the names of all states too where `named`. */
function compareRegion(
  base: SpaPage,
  named: boolean,
  expected: RmpView,
  observed: RmpView,
  alike: Alike,
): Difference | null {
  const revision = revisionOf(expected, observed, base);
  if (alike.whole.get(base) === revision) return null;
  let lastWanted: RmpEntry | null = null;
  let lastFound: RmpEntry | null = null;
  for (let at = base; at < base + REGION_PAGES; at++) {
    const [wanted, found] = [expected.own(at), observed.own(at)];
    const isOftenHit = OFTEN_HIT.includes(at - base);
    // Most pages of a region are as the one before; and pages changed alike have alike names of states.
    const difference =
      wanted === lastWanted && found === lastFound && !isOftenHit
        ? compareGhost(at, expected, observed)
        : comparePage(at, named || isOftenHit, expected, observed);
    if (difference !== null) return difference;
    [lastWanted, lastFound] = [wanted, found];
  }
  alike.whole.set(base, revision);
  return null;
}

/** Compares every page of the regions that were touched. */
function compareTouched(expected: RmpView, observed: RmpView, alike: Alike): Difference | null {
  for (const base of new Set([...expected.touchedRegions(), ...observed.touchedRegions()])) {
    const difference = compareRegion(base, true, expected, observed, alike);
    if (difference !== null) return difference;
  }
  return null;
}

/** Regions whose pages were found alike in two states, with the revisions at which they were: of the two together. */
interface Alike {
  readonly expected: RmpView;
  /** The pages that are often hit. */
  readonly often: Map<SpaPage, number>;
  readonly whole: Map<SpaPage, number>;
}

const alikes = new WeakMap<RmpView, Alike>();

function alikeOf(expected: RmpView, observed: RmpView): Alike {
  const known = alikes.get(observed);
  if (known?.expected === expected) return known;
  const fresh: Alike = { expected, often: new Map(), whole: new Map() };
  alikes.set(observed, fresh);
  return fresh;
}

/** Grows whenever either of the two changes. */
const revisionOf = (expected: RmpView, observed: RmpView, base: SpaPage): number =>
  expected.revision(base) + observed.revision(base);

function comparePage(page: SpaPage, named: boolean, expected: RmpView, observed: RmpView): Difference | null {
  const [wanted, found] = [expected.own(page), observed.own(page)];
  if (!sameEntry(wanted, found) && !sameStub(page, wanted, found, expected)) {
    return differs('entry', `${pageText(page)}: expected ${entryText(wanted)}; observed ${entryText(found)}`);
  }
  if (page % REGION_PAGES === 0 && expected.subCount(page) !== observed.subCount(page)) {
    const counts = `expected ${expected.subCount(page)}, observed ${observed.subCount(page)}`;
    return differs('sub-page count', `region ${pageText(page)}: ${counts}`);
  }
  if (named && expected.state(page) !== observed.state(page)) {
    return differs('state', `${pageText(page)}: expected ${expected.state(page)}, observed ${observed.state(page)}`);
  }
  return compareGhost(page, expected, observed);
}

/** True for two stubs alike: of those only what they mean counts, their other fields are whatever was left (rmp.md 1.4). */
const sameStub = (page: SpaPage, wanted: RmpEntry | null, found: RmpEntry | null, expected: RmpView): boolean =>
  wanted !== null &&
  found !== null &&
  wanted.assigned === found.assigned &&
  wanted.size === found.size &&
  wanted.immutable === found.immutable &&
  wanted.asid === found.asid &&
  page % REGION_PAGES !== 0 &&
  isTwoM(expected, baseOf(page));

function compareGhost(page: SpaPage, expected: RmpView, observed: RmpView): Difference | null {
  const wanted = expected.ghost(page);
  const found = observed.ghost(page);
  if (wanted.writer === found.writer && wanted.epoch === found.epoch && wanted.writtenIn === found.writtenIn)
    return null;
  const text = ({ writer, epoch, writtenIn }: typeof wanted): string =>
    `epoch ${epoch}, written by '${writer}' in ${writtenIn}`;
  return differs('ghost tag', `${pageText(page)}: expected ${text(wanted)}; observed ${text(found)}`);
}

const isWide = (op: RmpOp): boolean =>
  op.op === 'psmash' ||
  op.op === 'pageUnsmash' ||
  (op.op === 'rmpupdate' && op.to.size === 1) ||
  (op.op === 'pageReclaim' && op.size === 1);

/** Ops of the hypervisor and the firmware name bytes, the others pages. */
const BYTES = new Set<RmpOp['op']>([
  'rmpupdate',
  'psmash',
  'rmpread',
  'rmpopt',
  'pageReclaim',
  'pageUnsmash',
  'pageSetState',
  'mdInit',
  'gctxCreate',
  'decommission',
  'launchUpdate',
  'mmioValidate',
  'writeBuffer',
]);

/** The page that an op names, without a C-bit in it: with that bit a page has the entry that it has without. */
function namedPage(op: RmpOp, view: RmpView): SpaPage | null {
  if (!('spa' in op)) return null;
  if (!BYTES.has(op.op)) return op.spa;
  const page = Math.floor(op.spa / 4096);
  const plain = page - 2 ** Math.floor(Math.log2(Math.max(page, 1)));
  const address = view.entryAddress(page) ?? view.entryAddress(plain);
  if (address === null) return null;
  return address === view.entryAddress(plain) ? plain : page;
}
