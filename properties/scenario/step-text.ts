import { address, pageAddress, sizeText } from '../plain/words';
import type { ScenarioStep } from './schema';

const direction = ({ read, write }: { read?: number | undefined; write?: number | undefined }): string =>
  write !== undefined ? `writes ${address(write)}` : `reads ${address(read!)}`;

/** What a step does, in words. */
export function stepText(step: ScenarioStep): string {
  const { map, unmap, dma, invalidate, evict, assign, share, psmash, psmashIo, pvalidate, host, guest, op } = step;
  if (map !== undefined) {
    const what = `${map.table}: ${pageAddress(map.iova)} → ${pageAddress(map.to)}, leaf of ${sizeText(map.size)}`;
    const rights = map.read && map.write ? '' : map.read ? ', read only' : ', write only';
    return `map ${what}${rights}${map.cbit ? ', C-bit' : ''}`;
  }
  if (unmap !== undefined) return `unmap ${unmap.table}: the leaf at ${pageAddress(unmap.iova)}`;
  if (dma !== undefined) return `${dma.device} ${direction(dma)}`;
  if (invalidate !== undefined) {
    const range = invalidate.iova === undefined ? '' : ` at ${pageAddress(invalidate.iova)}`;
    return `invalidate the IOTLB${invalidate.device === undefined ? '' : ` of ${invalidate.device}`}${range}`;
  }
  if (evict !== undefined) return `the IOTLB of ${evict.device} drops its entry for ${pageAddress(evict.iova)}`;
  if (assign !== undefined) {
    const { at, entry, asid, gpa, immutable } = assign;
    const owner = asid === 0 ? 'the firmware' : `ASID ${asid} at guest address ${pageAddress(gpa)}`;
    return `RMPUPDATE ${pageAddress(at)}: ${entry} to ${owner}${immutable ? ', immutable' : ''}`;
  }
  if (share !== undefined) return `RMPUPDATE ${pageAddress(share.at)}: ${share.entry} to the hypervisor`;
  if (psmash !== undefined) return `PSMASH ${pageAddress(psmash.at)}`;
  if (psmashIo !== undefined) return `PSMASH_IO ${pageAddress(psmashIo.at)} with its leaf in ${psmashIo.table}`;
  if (pvalidate !== undefined) {
    const { asid, gpa, entry, rescind } = pvalidate;
    return `guest ${asid}: PVALIDATE ${pageAddress(gpa)} ${entry}${rescind ? ', rescind' : ''}`;
  }
  if (host !== undefined) return `the host ${direction(host)} through a leaf of ${sizeText(host.through)}`;
  if (guest !== undefined) {
    const what = guest.fetch !== undefined ? `fetches ${address(guest.fetch)}` : direction(guest);
    const leaf = `nested leaf of ${sizeText(guest.nested)} to ${pageAddress(guest.at)}`;
    const vmpl = guest.vmpl === 0 ? '' : ` at VMPL${guest.vmpl}`;
    return `guest ${guest.asid}${vmpl} ${what}${guest.shared ? ' as shared' : ''}, ${leaf}`;
  }
  if (step.clearFence !== undefined) return `the firmware clears the fence of ASID ${step.clearFence.asid}`;
  return `op ${op!.op}`;
}
