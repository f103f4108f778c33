import type { DeviceIndex } from './op';

/** The eventfd of LOW_POWER_ENTRY_WITH_WAKEUP: its payload too small, unreadable, a negative fd, not open, not an eventfd. */
export type WakeupArgument = 'ok' | 'small' | 'unreadable' | 'negative' | 'closed' | 'notEventfd';

/**
 * What is done to an exporting device: the rows of dma-mmio.md 1.7. All of them but open, remove, suspend, wakeup and touch
 * are ioctls or config accesses: they resume the device first if it is suspended. Errnos are negative.
 */
export type DeviceOp =
  /** Opens a device that is closed: as configured, in D0, not in low power. Devices start open. */
  | { readonly op: 'open'; readonly device: DeviceIndex }
  /** The last close; the user's mappings of BARs are gone by then, without a zap. */
  | { readonly op: 'close'; readonly device: DeviceIndex }
  /**
   * The driver is unbound: blocks, without a lock, until the device is closed and no registration reference is held; then the
   * provider is gone, and nothing can be done to the device any more.
   */
  | { readonly op: 'remove'; readonly device: DeviceIndex }
  /** VFIO_DEVICE_RESET; `result`: what the reset function returns. D0 is forced before the revoke. */
  | { readonly op: 'reset'; readonly device: DeviceIndex; readonly result: number }
  /**
   * PCI hot reset of all devices that are not removed, open or closed, asked for on `device`. `noSet`: no resettable set.
   * `resume`: errno of the runtime resume of the set (none but `device` was resumed then), or 0: all are resumed. `foreign`: the device that the caller does not own, `contended`: the one
   * whose memory lock someone else holds for a moment; null: none. `result`: of the bus reset. With all locked, devices
   * are put in D0 first, each an act; the act of the bus reset names `device`.
   */
  | {
      readonly op: 'hotReset';
      readonly device: DeviceIndex;
      readonly noSet: boolean;
      readonly resume: number;
      readonly foreign: DeviceIndex | null;
      readonly contended: DeviceIndex | null;
      readonly result: number;
    }
  /** A config write that starts at the COMMAND low byte. A failing read comes before everything, a failing write last: no act. */
  | {
      readonly op: 'command';
      readonly device: DeviceIndex;
      readonly memory: boolean;
      readonly fail: { readonly at: 'read' | 'write'; readonly errno: number } | null;
    }
  /** A write of the PM control register: D0 … D3hot. `refused`: the power state stays, no act. Returns 0. */
  | { readonly op: 'power'; readonly device: DeviceIndex; readonly state: 0 | 1 | 2 | 3; readonly refused: boolean }
  /**
   * FLR through a capability. `result` of the function reset is not returned; a reset that succeeded leaves the device in
   * D0. Returns 0; a device that does not advertise it does nothing.
   */
  | { readonly op: 'flr'; readonly device: DeviceIndex; readonly via: 'pcie' | 'af'; readonly result: number }
  | { readonly op: 'lowPowerEntry'; readonly device: DeviceIndex }
  | { readonly op: 'lowPowerEntryWithWakeup'; readonly device: DeviceIndex; readonly argument: WakeupArgument }
  | { readonly op: 'lowPowerExit'; readonly device: DeviceIndex }
  /**
   * Runtime suspend of a device in low power; `absent` else, if it is suspended, locked, or a hot reset waits. What power
   * state the user had set is lost: the device is in D0 when it resumes (Linux vfio_pci_core.c, runtime suspend).
   */
  | { readonly op: 'suspend'; readonly device: DeviceIndex }
  /** Runtime resume of a suspended device by an event of its own; `absent` if it is not suspended. */
  | { readonly op: 'wakeup'; readonly device: DeviceIndex }
  /** The user's CPU touches a mapped BAR: 0, or EFAULT where memory is off or the device is in low power. */
  | { readonly op: 'touch'; readonly device: DeviceIndex };
