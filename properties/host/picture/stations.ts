import type { DmaStep } from '../../../model/vocabulary/host/own-step';
import { holderName } from '../../../model/vocabulary/host/holder';
import type { WayStation } from '../../../model/vocabulary/picture';
import { pageAddress, sizeText } from '../../plain/words';
import type { HostFacts } from '../facts/facts';

/** The way of the DMA with which a rule is broken: what the tables say by now, and where the request went. */
export function stationsOf({ device, t, iova, write, hit, ok, spa, event }: DmaStep, facts: HostFacts): WayStation[] {
  const { io, ownership, holders } = facts;
  const leaves = io.leaves[io.windowOf(device, t, iova)]!;
  const lg = leaves.lgAt(io.gfnOf(device, t, iova));
  const asked = `device ${device} ${write ? 'writes' : 'reads'} ${pageAddress(iova)}, T=${t}`;
  const stations: WayStation[] = [{ name: 'device', text: asked, state: 'passed' }];
  const leaf = lg === 0 ? 'none by now' : `${sizeText(lg)}, to ${pageAddress(io.aimOf(device, t, iova))}`;
  stations.push({ name: 'IO leaf', text: leaf, state: lg === 0 ? 'refused' : 'passed' });
  if (hit) stations.push({ name: 'IOTLB', text: 'still holds a translation', state: 'passed' });
  if (!ok) {
    const told = event === 0 ? 'without an event' : `with event 0x${event.toString(16)}`;
    return [...stations, { name: 'end', text: `aborted ${told}`, state: 'wrong' }];
  }
  const asid = ownership.asid[spa]!;
  const owner = asid === 0 ? 'the host' : `ASID ${asid}`;
  const text = `reaches ${pageAddress(spa)}: the RMP says ${owner}, the allocator ${holderName(holders.holder[spa]!)}`;
  return [...stations, { name: 'end', text, state: 'wrong' }];
}
