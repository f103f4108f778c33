import type { P2pMapType } from '../../../../model/vocabulary/dma-api/topology';

const TYPES: readonly P2pMapType[] = ['UNKNOWN', 'NONE', 'NOT_SUPPORTED', 'BUS_ADDR', 'THRU_HOST_BRIDGE'];

/** What a provider remembers of its clients: small numbers by BDF, 0 where there is nothing. dma-mmio.md 3.2. */
export class MapTypeCache {
  private readonly values = new Map<number, number>();

  load(bdf: number): P2pMapType {
    return TYPES[this.values.get(bdf) ?? 0]!;
  }

  store(bdf: number, type: P2pMapType): void {
    this.values.set(bdf, TYPES.indexOf(type));
  }
}
