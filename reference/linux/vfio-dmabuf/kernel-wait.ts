import type { WaitsFor } from '../../../model/vocabulary/dma-buf/outcome';
import type { Wait } from '../../in-box/dma-buf/call';
import type { DmaBuf } from '../../in-box/dma-buf/objects/dma-buf';
import type { VfioDevice } from '../../in-box/dma-buf/objects/vfio-device';

/**
 * How a call of kernel code stands: over with a value, waiting, or at a lock that a waiting call holds. The last was given
 * up if it came there at once.
 */
export type CallState =
  | { readonly is: 'over'; readonly value: number }
  | { readonly is: 'waiting'; readonly wait: KernelWait }
  | { readonly is: 'locked out' };

/** What a task of the kernel's waits for. */
export class KernelWait implements Wait {
  /** How the call stood when it went on; null: it has not. */
  after: CallState | null = null;
  readonly for: WaitsFor;

  constructor(
    /** As kernel code names it. */
    readonly task: bigint,
    readonly op: string,
    readonly device: VfioDevice,
    readonly buf: DmaBuf | null,
    waitsFor: WaitsFor,
  ) {
    this.for = waitsFor;
  }

  /** True if nothing has changed for who looks at the wait. */
  isSame(other: KernelWait): boolean {
    return this.for === other.for && this.buf === other.buf;
  }
}
