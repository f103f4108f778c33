import { REGION_PAGES, type RmpEntry, type SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { FirmwareOp, RmpOp } from '../../../../model/vocabulary/rmp/op';
import type { CaseContext, Move } from '../context';
import { bytesOf, UNASSIGNED, updateOf } from './update';

const isFirmwares = (entry: RmpEntry): boolean => entry.assigned && entry.asid === 0 && entry.immutable;
const isLocked = (entry: RmpEntry): boolean => entry.assigned && entry.immutable;
const isPreGuest = (entry: RmpEntry): boolean => isLocked(entry) && entry.asid !== 0 && !entry.validated;

/** PAGE_RECLAIM in the size of the page, mostly. */
function drawReclaim(c: CaseContext, page: SpaPage): FirmwareOp {
  const isLarge = c.view.effective(page)?.size === 1;
  const size = isLarge === c.draw.chance(90) ? 1 : 0;
  const at = size === 1 && c.draw.chance(92) ? page - (page % REGION_PAGES) : page;
  return { op: 'pageReclaim', spa: bytesOf(at), size, reserved: false };
}

/** Reclaims what is locked, and hands it back to the host. */
export const reclaim: Move = (c) => {
  const page = c.draw.chance(85) ? c.pageWhere(isLocked) : c.page();
  const entry = c.view.effective(page);
  const size = entry?.size ?? 0;
  const at = size === 1 ? page - (page % REGION_PAGES) : page;
  if (c.draw.chance(50)) c.after(() => updateOf(at, { ...UNASSIGNED, size }));
  return drawReclaim(c, page);
};

/** PAGE_UNSMASH; after success reclaim and smash bring the 4K entries back (RMP-044). */
export const unsmash: Move = (c) => {
  const base = c.regionWhere((head) => head.immutable && head.asid !== 0 && head.size === 0);
  const reclaimed = (): RmpOp => ({ op: 'pageReclaim', spa: bytesOf(base), size: 1, reserved: false });
  c.after(reclaimed, () => ({ op: 'psmash', spa: bytesOf(base), asid: 0 }));
  return { op: 'pageUnsmash', spa: bytesOf(base) };
};

/** One of the commands that take a page of the firmware. */
export const firmwarePage: Move = (c) => {
  const page = c.draw.chance(85) ? c.pageWhere((entry) => isFirmwares(entry) && entry.size === 0) : c.page();
  const spa = bytesOf(page);
  if (c.view.state(page) === 'Context' && c.draw.chance(60)) return { op: 'decommission', spa };
  const slot = c.draw.int(100);
  if (slot < 28) {
    if (c.draw.chance(50)) c.after(() => ({ op: 'decommission', spa }));
    return { op: 'gctxCreate', spa };
  }
  if (slot < 52) return { op: 'mdInit', spa, context: c.page() };
  if (slot < 66) return { op: 'decommission', spa };
  if (slot < 80) return { op: 'writeBuffer', spa };
  return { op: 'pageSetState', spa, pages: 1 + c.draw.int(2) };
};

const PERMS = [0, 0, 0x1, 0x3, 0x1f];

export const launchUpdate: Move = (c) => {
  const page = c.pageWhere(isPreGuest);
  const isLarge = c.view.effective(page)?.size === 1;
  const size = isLarge === c.draw.chance(90) ? 1 : 0;
  const at = size === 1 ? page - (page % REGION_PAGES) : page;
  const perms = [c.draw.pick(PERMS), c.draw.pick(PERMS), c.draw.pick(PERMS)] as const;
  const type = c.draw.pick(['normal', 'normal', 'vmsa', 'secrets', 'cpuid'] as const);
  return { op: 'launchUpdate', spa: bytesOf(at), size, type, perms };
};

export const mmioValidate: Move = (c) => {
  const page = c.pageWhere((entry) => isPreGuest(entry) && entry.size === 0);
  const gpa = c.view.effective(page)?.gpa ?? 0;
  return {
    op: 'mmioValidate',
    spa: bytesOf(page),
    pages: 1 + c.draw.int(2),
    gpa: c.draw.chance(90) ? gpa : gpa + 1,
    bound: c.draw.chance(92),
  };
};

/** SNP_INIT, and shutdowns: rare, because they end what the case was about. */
export const platform: Move = (c) => {
  if (!c.view.iommuSnpEnabled || c.draw.chance(30)) return { op: 'snpInit' };
  return { op: 'snpShutdown', x86: c.draw.chance(40) };
};
