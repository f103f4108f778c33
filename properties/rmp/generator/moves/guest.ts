import { REGION_PAGES, RmpSize, VmplBit, type RmpEntry, type SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { GuestTranslation, PvalidateOp, RmpAdjustOp, RmpQueryOp } from '../../../../model/vocabulary/rmp/op';
import type { CaseContext, Move } from '../context';
import { drawAccess, drawPrivateAs } from './access';
import { drawAccessor, drawNestedLg, drawVmpl, translationTo } from './translation';

interface Operand extends GuestTranslation {
  readonly asid: number;
  readonly cpl: number;
  readonly size: RmpSize;
  readonly badInput: boolean;
}

/** What the three guest instructions share; a 2M operand begins at its region. */
function drawOperand(c: CaseContext, page: SpaPage): Operand {
  const entry = c.view.effective(page);
  const isLarge = entry?.size === RmpSize.size2M;
  const size = isLarge === c.draw.chance(82) ? RmpSize.size2M : RmpSize.size4K;
  const at = size === RmpSize.size2M ? page - (page % REGION_PAGES) : page;
  const operand = c.view.effective(at);
  const translation = translationTo(c, at, operand, drawNestedLg(c, operand));
  const gpa = size === RmpSize.size2M ? translation.gpa - (translation.gpa % REGION_PAGES) : translation.gpa;
  return { ...translation, gpa, asid: drawAccessor(c, operand), cpl: 0, size, badInput: false };
}

export function drawPvalidate(c: CaseContext, page: SpaPage): PvalidateOp {
  const validated = c.view.effective(page)?.validated === true;
  const validate = c.draw.chance(75) ? !validated : validated;
  return { op: 'pvalidate', ...drawOperand(c, page), vmpl: c.draw.chance(94) ? 0 : drawVmpl(c), validate };
}

/** A mask: part of the caller's own half of the time, so that some adjustments are granted; write-only now and then. */
function drawMask(c: CaseContext, own: number): number {
  const shape = c.draw.int(10);
  if (shape < 3) return own;
  if (shape < 5) return own & c.draw.int(32);
  if (shape < 6) return own & VmplBit.write;
  return c.draw.int(32);
}

export function drawRmpadjust(c: CaseContext, page: SpaPage): RmpAdjustOp {
  const vmpl = c.draw.chance(40) ? 0 : drawVmpl(c);
  const target = c.draw.chance(88) ? vmpl + 1 + c.draw.int(2) : c.draw.int(c.config.vmpls);
  const own = c.view.effective(page)?.masks[vmpl] ?? 0;
  return {
    op: 'rmpadjust',
    ...drawOperand(c, page),
    vmpl,
    target: Math.min(target, c.config.vmpls - 1),
    mask: drawMask(c, own),
    vmsa: c.draw.chance(40),
  };
}

const isGuests = (entry: RmpEntry): boolean => entry.asid !== 0;

export const pvalidate: Move = (c) => {
  const page = c.pageWhere(isGuests);
  if (c.draw.chance(40)) c.after(() => drawAccess(c, page));
  return drawPvalidate(c, page);
};

export const rmpadjust: Move = (c) => {
  const page = c.pageWhere((entry) => isGuests(entry) && !entry.immutable && (entry.validated || c.draw.chance(20)));
  const op = drawRmpadjust(c, page);
  if (c.draw.chance(60)) c.after(() => drawPrivateAs(c, page, op.target));
  return op;
};

/** VMPL0 gives VMPL1 a mask that grants writes without reads, and VMPL1 tries it (RMP-062). */
export const writeOnlyMask: Move = (c) => {
  const page = c.pageWhere((entry) => isGuests(entry) && !entry.immutable && entry.validated);
  const target = Math.min(1, c.config.vmpls - 1);
  c.after(() => drawPrivateAs(c, page, target));
  return { ...drawRmpadjust(c, page), vmpl: 0, target, mask: VmplBit.write };
};

export const rmpquery: Move = (c): RmpQueryOp => {
  const page = c.pageWhere(isGuests);
  const vmpl = drawVmpl(c);
  const target = Math.min(vmpl + c.draw.int(3), c.config.vmpls - 1);
  return { op: 'rmpquery', ...drawOperand(c, page), vmpl, target };
};
