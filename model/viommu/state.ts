import { SUBREGION_COUNT, type IommuIndex, type ViommuConfig } from '../vocabulary/viommu/config';
import type { DomainId } from '../vocabulary/viommu/outcome';
import { Domain } from './domain';
import { Iotlb } from './iotlb';
import { Memory, type Block } from './memory';

/** A sub-region that has a block, and what its teardown still owes. dma-mmio.md 8.4 O3, O4. */
export interface Slot {
  readonly block: Block;
  /** Setting it uncached was tried: write-back is owed. */
  touched: boolean;
  /** Unmapped, and no completed invalidation since. */
  unflushed: { readonly base: number; readonly bytes: number } | null;
  leaked: boolean;
}

export interface Iommu {
  readonly index: IommuIndex;
  readonly node: number | null;
  domain: Domain | null;
  readonly slots: (Slot | null)[];
  dte: Domain | null;
  readonly iotlb: Iotlb;
  vfMapped: boolean;
  vfControlMapped: boolean;
  guestIds: boolean;
}

/** All that the ops work on. */
export interface World {
  readonly config: ViommuConfig;
  readonly memory: Memory;
  readonly iommus: readonly Iommu[];
  /** Domains that are not freed. */
  readonly domains: Map<DomainId, Domain>;
}

export const createWorld = (config: ViommuConfig): World => ({
  config,
  memory: new Memory(config.memory),
  iommus: config.iommus.map(({ node }, index) => ({
    index,
    node,
    domain: null,
    slots: Array.from({ length: SUBREGION_COUNT }, () => null),
    dte: null,
    iotlb: new Iotlb(),
    vfMapped: false,
    vfControlMapped: false,
    guestIds: false,
  })),
  domains: new Map(),
});

/** A domain with the lowest ID that is free. */
export function allocateDomain({ config, domains }: World): Domain {
  let id = 1;
  while (domains.has(id)) id++;
  const domain = new Domain(id, config.cBit !== null);
  domains.set(id, domain);
  return domain;
}
