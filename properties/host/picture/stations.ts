import type { PortDmaStep } from '../../../model/vocabulary/host/import-step';
import type { DmaStep } from '../../../model/vocabulary/host/own-step';
import { holderName } from '../../../model/vocabulary/host/holder';
import type { WayStation } from '../../../model/vocabulary/picture';
import { pageAddress, sizeText } from '../../plain/words';
import type { HostFacts } from '../facts/facts';

/** The way of the DMA with which a rule is broken: what the tables say by now, and where the request went. */
export function stationsOf({ device, t, iova, write, hit, ok, spa, event }: DmaStep, facts: HostFacts): WayStation[] {
  const { io } = facts;
  const leaves = io.leaves[io.windowOf(device, t, iova)]!;
  const lg = leaves.lgAt(io.gfnOf(device, t, iova));
  const asked = `device ${device} ${write ? 'writes' : 'reads'} ${pageAddress(iova)}, T=${t}`;
  const stations: WayStation[] = [{ name: 'device', text: asked, state: 'passed' }];
  const leaf = lg === 0 ? 'none by now' : `${sizeText(lg)}, to ${pageAddress(io.aimOf(device, t, iova))}`;
  stations.push({ name: 'IO leaf', text: leaf, state: lg === 0 ? 'refused' : 'passed' });
  if (hit) stations.push({ name: 'IOTLB', text: 'still holds a translation', state: 'passed' });
  if (!ok) return [...stations, abortedStation(event)];
  return [...stations, reachedStation(facts, spa)];
}

/** The same of a request of an importer's port: by its table, or past the IOMMU. */
export function portStationsOf(
  { importer, port, iova, write, routed, hit, ok, spa, event }: PortDmaStep,
  facts: HostFacts,
): WayStation[] {
  const { t } = facts.config.importers[importer]!;
  const asked = `port ${port} of importer ${importer} ${write ? 'writes' : 'reads'} ${pageAddress(iova)}, T=${t}`;
  const leaf = facts.imports.leafAt(importer, port, iova);
  const to = leaf === null ? 0 : leaf.spa + (iova - leaf.iova);
  const stations: WayStation[] = [{ name: 'device', text: asked, state: 'passed' }];
  if (routed) stations.push({ name: 'switch', text: 'sends it to the BAR that has this address', state: 'passed' });
  const table = leaf === null ? 'none by now' : `${sizeText(leaf.lg)}, to ${pageAddress(to)}`;
  stations.push({ name: 'IO leaf', text: table, state: leaf === null || routed ? 'refused' : 'passed' });
  if (hit) stations.push({ name: 'IOTLB', text: 'still holds a translation', state: 'passed' });
  if (ok) return [...stations, reachedStation(facts, spa)];
  return [...stations, abortedStation(event)];
}

function abortedStation(event: number): WayStation {
  const told = event === 0 ? 'without an event' : `with event 0x${event.toString(16)}`;
  return { name: 'end', text: `aborted ${told}`, state: 'wrong' };
}

function reachedStation({ ownership, holders }: HostFacts, spa: number): WayStation {
  const asid = ownership.asid[spa]!;
  const owner = asid === 0 ? 'the host' : `ASID ${asid}`;
  const text = `reaches ${pageAddress(spa)}: the RMP says ${owner}, the allocator ${holderName(holders.holder[spa]!)}`;
  return { name: 'end', text, state: 'wrong' };
}
