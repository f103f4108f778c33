import type { PciNode } from '../../../../model/vocabulary/dma-api/topology';

/** A PCI function, port or bridge in the tree. */
export class PciFunction {
  /** Bits of the ACS control register; 0 without the capability. */
  acsControl: number;

  constructor(
    readonly config: PciNode,
    readonly upstream: PciFunction | null,
  ) {
    this.acsControl = config.acs?.control ?? 0;
  }
}

/** The functions of a configuration: parents stand in front of their children. */
export function pciTree(nodes: readonly PciNode[]): readonly PciFunction[] {
  const tree: PciFunction[] = [];
  for (const node of nodes) tree.push(new PciFunction(node, node.parent === null ? null : tree[node.parent]!));
  return tree;
}
