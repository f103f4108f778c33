import type { GpaPage, RmpSize, SpaPage } from '../rmp/entry';
import type { IovaPage } from '../units';

/**
 * Who runs protocols: vCPU c of guest g, the VMM of guest g, two kernel threads, the firmware,
 * and importers. One protocol at a time.
 */
export type ActorName =
  `vcpu${number}.${number}` | `vmm${number}` | 'kernel0' | 'kernel1' | 'firmware' | `importer${number}`;

/** Pages of a guest. */
export interface GuestRange {
  readonly gfn: GpaPage;
  readonly n: number;
}

/** What a guest does on one of its vCPUs. Ranges may not leave its memory; what does is cut. */
export type GuestCall =
  | ({ readonly call: 'toPrivate' | 'toShared' } & GuestRange)
  | { readonly call: 'pvalidate'; readonly gfn: GpaPage; readonly size: RmpSize; readonly validate: boolean }
  /** One write, private or shared as the guest itself sees the page. */
  | { readonly call: 'touch'; readonly gfn: GpaPage };

/** What a guest's VMM does. Devices of other guests are left alone. */
export type VmmCall =
  | { readonly call: 'attach'; readonly device: number; readonly t: 0 | 1 }
  /**
   * `accept`: T=0 → T=1, everything is unmapped and then mapped by the secure side. `lockTdi`: the interface is locked, and
   * its BARs are on the way to being private. `release`: detached and unlocked, the BARs are shared again.
   */
  | { readonly call: 'detach' | 'accept' | 'release' | 'lockTdi'; readonly device: number }
  | ({ readonly call: 'mapShared' } & GuestRange)
  /** SNP_LAUNCH_UPDATE of pages that are not private yet; `refused`: the firmware does not take the last of them. */
  | ({ readonly call: 'launchUpdate'; readonly refused: boolean } & GuestRange)
  /** From now on the vCPUs run. */
  | { readonly call: 'launchFinish' }
  /** VFIO_DEVICE_RESET; a COMMAND write that changes the memory bit. dma-mmio.md 1.7. */
  | { readonly call: 'resetDevice'; readonly device: number }
  | { readonly call: 'setMemory'; readonly device: number; readonly on: boolean }
  /** The BAR, whole, as a dma-buf; again does nothing. dma-mmio.md 1.2. */
  | { readonly call: 'exportBar'; readonly bar: number };

/** What an importer does. BARs go by the number of their range; ports by their number in the importer. */
export type ImporterCall =
  /**
   * Maps a BAR for all its open ports. With `before` and `after` pages of RAM that lie beside the BAR, where the path is
   * type1; at an IOVA of its own choice, where it is the DMA API. The so-manieth write of leaves fails; 0: none does.
   */
  | {
      readonly call: 'importBar';
      readonly bar: number;
      readonly iova: IovaPage;
      readonly before: number;
      readonly after: number;
      readonly fails: number;
    }
  | { readonly call: 'dropImport'; readonly bar: number }
  /** Another device and its domain: everything that is mapped is mapped there too. */
  | { readonly call: 'openPort'; readonly port: number; readonly fails: number }
  | { readonly call: 'closePort'; readonly port: number }
  /** A driver's transfer to `n` pages of the BAR from `page` on, under a fence. */
  | { readonly call: 'transfer'; readonly bar: number; readonly page: number; readonly n: number };

/** What the kernel does of itself. */
export type KernelCall =
  | { readonly call: 'alloc'; readonly n: number }
  /** Of these pages those that the kernel holds. */
  | { readonly call: 'free'; readonly pfn: SpaPage; readonly n: number }
  | { readonly call: 'hostWrite'; readonly pfn: SpaPage }
  | ({ readonly call: 'gmemPunch'; readonly guest: number } & GuestRange);

export type FirmwareCall =
  { readonly call: 'reclaim'; readonly pfn: SpaPage } | { readonly call: 'clearFence'; readonly guest: number };

export type HostCall = GuestCall | VmmCall | KernelCall | FirmwareCall | ImporterCall;
export type HostCallName = HostCall['call'];

/** Begins a protocol; runs `hold` of its steps, or all where `hold` is null. A busy actor first ends what it is at. */
export interface StartOp {
  readonly op: 'start';
  readonly actor: ActorName;
  readonly call: HostCall;
  readonly hold: number | null;
}
/** Lets a begun protocol take `n` more steps, or all where `n` is null. */
export interface RunOp {
  readonly op: 'run';
  readonly actor: ActorName;
  readonly n: number | null;
}
/** One access at any moment, with nobody there to handle its fault. */
export type AccessOp =
  | {
      readonly op: 'access';
      readonly by: 'device';
      readonly device: number;
      readonly t: 0 | 1;
      /** The IOVA, which is the GPA. */
      readonly page: GpaPage;
      readonly write: boolean;
    }
  | {
      readonly op: 'access';
      readonly by: 'importer';
      readonly importer: number;
      readonly port: number;
      /** The IOVA. */
      readonly page: IovaPage;
      readonly write: boolean;
    }
  | {
      readonly op: 'access';
      readonly by: 'guest';
      readonly guest: number;
      readonly page: GpaPage;
      readonly write: boolean;
    }
  /** Through a host mapping of 2^mapSize bytes; null: through the direct map, as large as it is there. */
  | {
      readonly op: 'access';
      readonly by: 'host';
      readonly page: SpaPage;
      readonly write: boolean;
      readonly mapSize: 12 | 21 | null;
    };
/** The hardware drops the IOTLB line that would serve this request. */
export interface EvictOp {
  readonly op: 'evict';
  readonly device: number;
  readonly t: 0 | 1;
  readonly page: GpaPage;
}

/** Ops of a host trace. host.md, Ops of a trace. */
export type HostOp = StartOp | RunOp | AccessOp | EvictOp;
export type HostOpName = HostOp['op'];
