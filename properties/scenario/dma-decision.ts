import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DmaOp } from '../../model/vocabulary/device-access/op';
import type { DeviceAccessView } from '../../model/vocabulary/device-access/view';
import type { Decision } from '../../model/vocabulary/scenario';
import { checkPrivate, LG_2M, regionOf, type PrivateCheck } from '../device-access/check';
import { readRequest } from '../device-access/request';
import { passes, type Reached } from '../device-access/target';
import { pageAddress, sizeText } from '../plain/words';

const decision = (text: string, rule: Decision['rule'], source: string): Decision => ({ text, rule, source });

/** Which check decides a request, read from the state before it by the rules' own walk. Null: the documents do not say. */
export function dmaDecision(config: DeviceAccessConfig, view: DeviceAccessView, op: DmaOp): Decision | null {
  const reading = readRequest(config, view, op);
  switch (reading.kind) {
    case 'open':
      return null;
    case 'fenced':
      return decision(
        'IO of a fenced guest does not get through until firmware clears the fence',
        'RMP-117',
        'rmp.md 4.5',
      );
    case 'illegal':
      return decision('with SNP on, a device entry needs a host table (Mode is 0)', 'RMP-084', 'rmp.md 4.1');
    case 'io-fault':
      return decision(
        'no leaf is there, or it does not give the permission: paging comes before the RMP',
        null,
        'rmp.md 4.3',
      );
    case 'fetch-fault':
      return decision(
        `the walk's fetch of the guest's table at ${pageAddress(reading.gpa)} fails the RMP check`,
        null,
        'rmp.md 4.3, S1 fetches',
      );
    case 'hw-error':
      return decision(`the IOMMU may not read its table at ${pageAddress(reading.spa)}`, null, 'rmp.md 0.5');
    case 'reached':
      return reached(config, view, op, reading.target);
  }
}

function reached(config: DeviceAccessConfig, view: DeviceAccessView, op: DmaOp, target: Reached): Decision {
  const { granuleLg, check, hit } = target;
  if (check === 'none') return decision('nothing is checked of this request', null, 'rmp.md 4.3');
  const leaf = target.leafLg === null ? 'the cached translation' : `the leaf of ${sizeText(target.leafLg)}`;
  const granule = `${leaf} is checked at ${sizeText(granuleLg)}`;
  const ok = passes(view, config, view.sdte(op.device), target);
  const again = hit === null ? '' : ', with the entries of now';
  if (check === 'shared') return shared(granule + again, ok, target, op.t);
  const { asid } = view.sdte(op.device)!;
  const conditions = checkPrivate(view.rmp, config.rmp.assumptions, view.sdte(op.device)!, target, target.anySize);
  if (ok) return decision(`${granule}${again}: owner, guest address, size, and validation are right`, 'RMP-076', SIZES);
  return refusal(granule + again, conditions, target, asid, view);
}

const SIZES = 'rmp.md 4.3 TR5, TR7';

function shared(granule: string, ok: boolean, { granuleLg, spa }: Reached, t: 0 | 1): Decision {
  const large = granuleLg >= LG_2M;
  const who = t === 0 ? '' : ' (from vTOM on, as for an untrusted device)';
  if (large) {
    const text = ok ? 'all its 512 pages belong to the hypervisor' : 'a page of these 512 is assigned';
    return decision(`${granule}${who}: ${text}`, 'RMP-073', 'rmp.md 4.4 IO-03, IO-04');
  }
  const text = ok ? 'belongs to the hypervisor' : 'is assigned';
  return decision(`${granule}${who}: the page ${pageAddress(spa)} ${text}`, 'RMP-074', 'rmp.md 4.4 IO-01, IO-02');
}

function refusal(
  granule: string,
  { owner, address, mutable, size, validated }: PrivateCheck,
  { spa, gpa }: Reached,
  asid: number,
  { rmp }: DeviceAccessView,
): Decision {
  const page = pageAddress(spa);
  const entrySize = rmp.effective(spa)?.size === 1 ? '2M' : '4K';
  if (!owner) return decision(`${granule}: the page ${page} does not belong to ASID ${asid}`, 'RMP-077', 'rmp.md 4.3');
  if (!address)
    return decision(
      `${granule}: the entry of ${page} has another guest address than ${pageAddress(gpa)}`,
      'RMP-077',
      'rmp.md 4.3',
    );
  if (!mutable) return decision(`${granule}: the entry of ${page} is immutable`, 'RMP-078', 'rmp.md 4.4 IO-26');
  if (!size)
    return decision(
      `${granule}: the RMP entry of ${pageAddress(entrySize === '2M' ? regionOf(spa) : spa)} is ${entrySize}; there is no second try`,
      'RMP-076',
      'rmp.md 4.3 TR3, TR5, TR7',
    );
  if (!validated) return decision(`${granule}: the guest has not validated ${page}`, 'RMP-078', 'rmp.md 4.4 IO-26');
  return decision(`${granule}: the VMPL mask of ${page} does not allow it`, 'RMP-078', 'rmp.md 4.3');
}
