import type { DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';
import type { PlainPicture } from '../../plain/picture';
import { address } from '../../plain/words';
import { waysOf } from './ways';

/** What is drawn of a call of the DMA API: what it did beside what it should do, and the PCI nodes that it asked. */
export const dmaApiPicture: PlainPicture<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView> = (step) => ({
  maps: [],
  trees: [],
  entries: [],
  regions: [],
  effects: [],
  ways: waysOf(step),
});

/** Mappings, IOVA states and locked devices, in a few words. */
export function stateText(view: DmaApiView): string {
  const mappings = view.mappings.map((name) => {
    const { device, entries } = view.mapping(name)!;
    return `${name} of device ${device} ${entries.map((entry) => `${entry.path} ${address(entry.address)}`).join(' ')}`;
  });
  const states = view.states.map((name) => {
    const { device, address: at, links } = view.state(name)!;
    return `${name} of device ${device} at ${address(at)}, ${links.length} links`;
  });
  const locked = Array.from({ length: view.devices }, (_, device) => device).filter((device) => view.locked(device));
  const said = [...mappings, ...states, ...(locked.length > 0 ? [`locked: ${locked.join(', ')}`] : [])];
  return said.join('; ') || 'nothing is mapped';
}
