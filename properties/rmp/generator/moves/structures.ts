import type { BusyOp, RmpReadOp, VmrunOp } from '../../../../model/vocabulary/rmp/op';
import type { CaseContext, Move } from '../context';
import { bytesOf, drawUpdate } from './update';
import { drawRmpadjust } from './guest';

/** VMRUN of an SNP guest with a VMSA that it owns, of one that it does not, or of a plain guest. */
export function drawVmrun(c: CaseContext, page: number): VmrunOp {
  const entry = c.view.effective(page);
  const snp = c.draw.chance(80);
  const owner = entry?.asid ?? 0;
  return {
    op: 'vmrun',
    asid: snp && owner !== 0 && c.draw.chance(92) ? owner : c.asid(),
    snp,
    vmcb: c.draw.chance(92) ? c.freePage() : c.page(),
    vmsa: snp ? page : c.freePage(),
    avic: c.draw.chance(30) ? c.freePage() : null,
  };
}

/** VMRUN, an update of what is in use meanwhile, and the exit. */
export const vmrun: Move = (c) => {
  const page = c.pageWhere((entry) => entry.vmsa && entry.asid !== 0 && !entry.immutable);
  const run = drawVmrun(c, page);
  const used = c.draw.pick([page, run.vmcb]);
  c.after(
    () => drawUpdate(c, used),
    () => ({ op: 'vmexit' }),
  );
  return run;
};

/** Makes a VMSA page, as VMPL0 does for a new vCPU, and runs it. */
export const makeVmsa: Move = (c) => {
  const page = c.pageWhere((entry) => entry.asid !== 0 && entry.validated && !entry.immutable);
  c.after(
    () => drawVmrun(c, page),
    () => drawUpdate(c, page),
    () => ({ op: 'vmexit' }),
  );
  return { ...drawRmpadjust(c, page), vmpl: 0, target: Math.min(1, c.config.vmpls - 1), mask: 0, vmsa: true };
};

/** Another CPU begins with a region, an instruction meets it, and it ends. */
export const busy: Move = (c) => {
  const page = c.page();
  const begun: BusyOp = { op: 'busy', spa: page, busy: true };
  const region = page - (page % 512);
  c.after(
    () => (c.draw.chance(60) ? drawUpdate(c, page) : { op: 'psmash', spa: bytesOf(region), asid: 0 }),
    () => ({ op: 'busy', spa: page, busy: false }),
    () => drawUpdate(c, page),
  );
  return begun;
};

export const vmexit: Move = () => ({ op: 'vmexit' });

export const structure: Move = (c) => ({
  op: c.draw.pick(['hsave', 'vmsave'] as const),
  spa: c.page(),
  virtualized: c.draw.chance(40),
});

export const rmpread: Move = (c): RmpReadOp => ({ op: 'rmpread', spa: bytesOf(c.page()), asid: 0 });

export const rmpopt: Move = (c) => ({ op: 'rmpopt', spa: bytesOf(c.region()), asid: 0 });
