import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import { Prot } from '../../vocabulary/prot';
import type { Request } from '../call';

const OF_DIRECTION = {
  BIDIRECTIONAL: Prot.READ | Prot.WRITE,
  TO_DEVICE: Prot.READ,
  FROM_DEVICE: Prot.WRITE,
} as const;

/** dma-mmio.md 4.3: MMIO never yields CACHE, RAM never MMIO. */
export function protOf({ direction, attrs }: Pick<Request, 'direction' | 'attrs'>, coherent: boolean): number {
  const isMmio = (attrs & DmaAttr.MMIO) !== 0;
  const base = isMmio ? Prot.MMIO : coherent ? Prot.CACHE : 0;
  return base | OF_DIRECTION[direction] | ((attrs & DmaAttr.PRIVILEGED) !== 0 ? Prot.PRIV : 0);
}
