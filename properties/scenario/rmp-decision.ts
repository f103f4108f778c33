import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import type { AccessOp } from '../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../model/vocabulary/rmp/view';
import type { Decision } from '../../model/vocabulary/scenario';
import { isRegionShared, isShared, regionOf } from '../device-access/check';
import { pageAddress, sizeText } from '../plain/words';

const PAGE = 4096;
const decision = (text: string, rule: Decision['rule'], source: string): Decision => ({ text, rule, source });

/** Which check decided an RMP op, from the state before it and what came of it. Null: nothing to say beyond the result. */
export function rmpDecision(before: RmpView, op: DeviceAccessOp, outcome: RmpOutcome): Decision | null {
  switch (op.op) {
    case 'rmpupdate':
      return updateDecision(before, Math.floor(op.spa / PAGE), op.to.size === 1, outcome.code);
    case 'psmash':
      return smashDecision(before, Math.floor(op.spa / PAGE), outcome.code);
    case 'access':
      return accessDecision(before, op, outcome);
    case 'pvalidate':
      if (outcome.fault === 'NPF')
        return decision(
          'PVALIDATE asks for 4K under a larger page, or the page is of another owner',
          'RMP-033',
          'rmp.md 2.3',
        );
      if (outcome.code === 6) return decision('PVALIDATE asks for 2M and the page is 4K', 'RMP-033', 'rmp.md 2.3');
      return null;
    default:
      return null;
  }
}

function updateDecision(before: RmpView, page: number, large: boolean, code: number): Decision | null {
  const is2M = before.effective(page)?.size === 1;
  if (code === 0) {
    const mixed = !large && !isRegionShared(before, regionOf(page));
    return mixed ? null : decision('no check fails: covered, mutable, no overlap', 'RMP-022', 'rmp.md 2.1');
  }
  if (!before.covered(page)) return decision(`${pageAddress(page)} is not covered by the RMP`, 'RMP-004', 'rmp.md 1.5');
  if (before.effective(page)?.immutable === true)
    return decision(`the entry of ${pageAddress(page)} is immutable`, 'RMP-018', 'rmp.md 2.1 check 4');
  if (!large && is2M) return decision('the page lies under a 2M entry: PSMASH first', 'RMP-022', 'rmp.md 2.1 check 5');
  if (large && code === 4)
    return decision('pages of the region are assigned on their own', 'RMP-022', 'rmp.md 2.1 check 5');
  return decision(
    'an input is wrong: alignment, or a state that RMPUPDATE cannot write',
    'RMP-023',
    'rmp.md 2.1 check 2',
  );
}

function smashDecision(before: RmpView, page: number, code: number): Decision | null {
  const entry = before.effective(page);
  if (code === 0) return decision('one 2M entry becomes 512 of 4K, all else stays', 'RMP-027', 'rmp.md 2.2');
  if (page % REGION_PAGES !== 0) return decision('the address is not 2M-aligned', 'RMP-028', 'rmp.md 2.2');
  if (entry?.immutable === true) return decision('the entry is immutable', 'RMP-018', 'rmp.md 2.2');
  return decision('the region is not one assigned 2M entry', 'RMP-028', 'rmp.md 2.2');
}

function accessDecision(before: RmpView, op: AccessOp, outcome: RmpOutcome): Decision | null {
  const { fault } = outcome;
  const page = pageAddress(op.spa);
  const write = op.kind === 'write' || op.kind === 'adUpdate';
  if (op.by !== 'snp-guest' || (!op.cBit && op.kind !== 'fetch' && op.kind !== 'tableRead')) {
    if (!write)
      return decision('reads like this are not checked', op.by === 'snp-guest' ? 'RMP-058' : 'RMP-046', 'rmp.md 3.2');
    if (op.nestedLg > 12) {
      const shared = isRegionShared(before, regionOf(op.spa));
      const text = shared ? 'all 512 pages of the region belong to the hypervisor' : 'a page of the region is assigned';
      return decision(
        `a write through a leaf of ${sizeText(op.nestedLg)} is checked at 2M: ${text}`,
        'RMP-048',
        'rmp.md 3.6',
      );
    }
    const text = isShared(before, op.spa) ? 'belongs to the hypervisor' : 'is assigned';
    return decision(`a write needs a page of the hypervisor: ${page} ${text}`, 'RMP-047', 'rmp.md 3.2');
  }
  if (fault === null)
    return decision('owner, guest address, size, validation and VMPL are right', 'RMP-051', 'rmp.md 3.2 F, G');
  if (fault === '#VC') return decision(`the guest has not validated ${page}`, 'RMP-054', 'rmp.md 3.3');
  const entry = before.effective(op.spa);
  if (entry === null) return decision(`${page} is not covered by the RMP`, 'RMP-051', 'rmp.md 3.2');
  if (!entry.assigned || entry.asid !== op.asid)
    return decision(`${page} does not belong to ASID ${op.asid}`, 'RMP-051', 'rmp.md 3.2');
  if ((entry.size === 1) !== op.nestedLg > 12)
    return decision(
      `the nested leaf is ${sizeText(op.nestedLg)} and the RMP entry ${entry.size === 1 ? '2M' : '4K'}`,
      'RMP-065',
      'rmp.md 3.6',
    );
  if (entry.immutable) return decision(`the entry of ${page} is immutable`, 'RMP-051', 'rmp.md 3.2');
  return decision('the guest address or the VMPL mask of the entry does not fit', 'RMP-051', 'rmp.md 3.2');
}
