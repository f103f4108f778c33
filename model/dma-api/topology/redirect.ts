import { ACS_REDIR } from '../../vocabulary/dma-api/attrs';
import type { NodeIndex } from '../../vocabulary/dma-api/topology';
import type { World } from '../state';

/** Only RR, CR and EC redirect (DMA-037); a node without the capability has no bit set. dma-mmio.md 3.2. */
export const hasRedirect = ({ acs }: World, node: NodeIndex): boolean => (acs[node]! & ACS_REDIR) !== 0;

/** A node and all bridges above it, upward. */
export function chainOf({ config }: World, from: NodeIndex): readonly NodeIndex[] {
  const chain: NodeIndex[] = [];
  for (let node: NodeIndex | null = from; node !== null; node = config.topology.nodes[node]!.parent) chain.push(node);
  return chain;
}
