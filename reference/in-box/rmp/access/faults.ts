import { ErrorBit } from '../../../../model/vocabulary/rmp/outcome';
import type { AccessOp } from '../../../../model/vocabulary/rmp/op';
import { slotOf, VMSA } from '../entry-bits';
import type { AccessParts } from '../parts/access';

const bit = (position: number): number => 2 ** position;

/** Bit 3 of a #PF: a reserved bit was set. */
const RESERVED = 1 << 3;

const kindBits = (a: AccessOp): number =>
  (a.kind === 'write' || a.kind === 'adUpdate' ? bit(ErrorBit.write) : 0) +
  (a.kind === 'fetch' ? bit(ErrorBit.fetch) : 0);
const userBit = (a: AccessOp): number => (a.user ? bit(ErrorBit.user) : 0);

/** rmp.md 3.3 groups 1 and 2; for the host, its own leaf is the nested one. */
const pagingAllows: AccessParts['pagingAllows'] = (r, a) => {
  const isHost = a.by === 'host';
  if (!isHost && !a.guestPresent) return r.raise('guest#PF', kindBits(a) + userBit(a));
  // With vTOM active the C-bit of a guest PTE is a reserved bit (rmp.md 3.2).
  if (a.by === 'snp-guest' && a.vtom !== null && a.cBit) {
    return r.raise('guest#PF', bit(ErrorBit.present) + RESERVED + kindBits(a) + userBit(a));
  }
  const isRefused = a.nestedPresent && !a.nestedWritable && r.parts.isWrite(a);
  if (a.nestedPresent && !isRefused) return true;
  const present = isRefused ? bit(ErrorBit.present) : 0;
  if (isHost) return r.raise('#PF', present + kindBits(a) + userBit(a));
  return r.raise('NPF', present + kindBits(a) + bit(ErrorBit.user) + encBit(r.parts.effectiveCBit(r, a)));
};

const encBit = (enc: boolean): number => (enc ? bit(ErrorBit.enc) : 0);

/** rmp.md 3.4: 0x80000003, with the user bit 0x80000007. */
const raiseHostFault: AccessParts['raiseHostFault'] = (r, a) => {
  r.raise('#PF', bit(ErrorBit.present) + kindBits(a) + userBit(a) + bit(ErrorBit.rmp));
};

/** rmp.md 3.4: nested accesses carry U; ENC is the effective C-bit; SIZEM never. */
const raiseNpf: AccessParts['raiseNpf'] = (r, a, enc, byVmpl) => {
  const vmpl = byVmpl ? bit(ErrorBit.vmpl) : 0;
  r.raise('NPF', bit(ErrorBit.present) + bit(ErrorBit.user) + kindBits(a) + bit(ErrorBit.rmp) + encBit(enc) + vmpl);
};

const raiseNotValidated: AccessParts['raiseNotValidated'] = (r) => {
  r.raise('#VC', 0);
};

/** VMSA_PAGE_DATA_ACCESS. */
const vmsaAllowsData: AccessParts['vmsaAllowsData'] = (r, page, a) =>
  r.assume.VMSA_PAGE_DATA_ACCESS === 'normal' ||
  (a.kind !== 'read' && a.kind !== 'write') ||
  (r.regionOf(page).words[slotOf(r.parts.authority(r, page)) + 1]! & VMSA) === 0;

export const faultParts: Pick<
  AccessParts,
  'pagingAllows' | 'raiseHostFault' | 'raiseNpf' | 'raiseNotValidated' | 'vmsaAllowsData'
> = { pagingAllows, raiseHostFault, raiseNpf, raiseNotValidated, vmsaAllowsData };
