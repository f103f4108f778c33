import type { DeviceIndex, Direction, Name } from './op';

/** What a call waits for. Registrations: of the device that is to be removed, or its close. */
export type WaitsFor = 'fences' | 'mappings' | 'registrations';

/**
 * Calls of the DMA API for a mapping, in their order. dma-mmio.md 2.1, 4.4. `mmio`: DMA_ATTR_MMIO is given.
 * A map for BUS_ADDR makes none (BUF-038).
 */
export type DmaEvent =
  /** dma_iova_try_alloc; `address` null: no space, or direct DMA. */
  | { readonly event: 'reserve'; readonly mapping: Name; readonly bytes: bigint; readonly address: bigint | null }
  | {
      readonly event: 'link';
      readonly mapping: Name;
      readonly paddr: bigint;
      /** Within the reservation. */
      readonly offset: bigint;
      readonly bytes: bigint;
      readonly direction: Direction;
      readonly mmio: boolean;
      readonly value: number;
    }
  | { readonly event: 'sync'; readonly mapping: Name; readonly bytes: bigint; readonly value: number }
  /** dma_iova_destroy, or dma_iova_free where nothing was linked (0 bytes): unlinks `bytes`, frees the whole reservation. */
  | {
      readonly event: 'destroy';
      readonly mapping: Name;
      readonly bytes: bigint;
      readonly direction: Direction;
      readonly mmio: boolean;
    }
  /** dma_map_phys; `address` null: refused. */
  | {
      readonly event: 'mapPhys';
      readonly mapping: Name;
      readonly paddr: bigint;
      readonly bytes: bigint;
      readonly direction: Direction;
      readonly mmio: boolean;
      readonly address: bigint | null;
    }
  | {
      readonly event: 'unmapPhys';
      readonly mapping: Name;
      readonly address: bigint;
      readonly bytes: bigint;
      readonly direction: Direction;
      readonly mmio: boolean;
    };

/** What happened during one op, in its order. */
export type DmaBufEvent =
  /** The user's CPU mappings of the BARs are gone. */
  | { readonly event: 'zap'; readonly device: DeviceIndex }
  /** An importer's invalidate callback; `revoked`: what it finds the buffer to be. */
  | { readonly event: 'invalidate'; readonly buf: Name; readonly attachment: Name; readonly revoked: boolean }
  /** Hardware is touched: the reset function, the bus reset, the COMMAND register, the power state. */
  | {
      readonly event: 'act';
      readonly device: DeviceIndex;
      readonly act: 'functionReset' | 'busReset' | 'writeCommand' | 'setPower';
    }
  /** A call begins to wait; `buf` null for registrations. */
  | { readonly event: 'waits'; readonly device: DeviceIndex; readonly for: WaitsFor; readonly buf: Name | null }
  /** A call that waited ends, with this value; `device` and `op` of the call. */
  | { readonly event: 'returned'; readonly device: DeviceIndex; readonly op: string; readonly value: number }
  | DmaEvent;

/** What one op gave. */
export interface DmaBufOutcome {
  /**
   * `returned`: the call is over. `blocked`: it has begun, and waits; an event `returned` of a later op tells its end.
   * `waits`, `absent`: it was not made (DmaBufOp).
   */
  readonly end: 'returned' | 'blocked' | 'waits' | 'absent';
  /** 0 for success, a negative errno; null where the call is not over, or was not made. An fd counts as 0. */
  readonly value: number | null;
  /** Bytes unmapped, of a successful unmapArea; else null. */
  readonly bytes: bigint | null;
  readonly events: readonly DmaBufEvent[];
}
