import type { Machine } from '../vocabulary/plain';
import type { DmaBufConfig } from '../vocabulary/dma-buf/config';
import type { DeviceOp } from '../vocabulary/dma-buf/device-op';
import type { DmaBufOp, ExportOp } from '../vocabulary/dma-buf/op';
import type { DmaBufEvent, DmaBufOutcome } from '../vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../vocabulary/dma-buf/view';
import { Errno } from '../vocabulary/errno';
import type { Call } from './call';
import { Calls } from './calls';
import { resume, resumeForExport, suspend } from './device';
import { DmaLayer } from './dma-layer';
import { absent, blocked, returned, waits, type Ended } from './ended';
import { checkExport, finishExport } from './export';
import { stepImporter } from './importer-ops';
import { Ioas } from './ioas';
import { stepIoas } from './ioas-ops';
import { open } from './lifetime';
import { isMemoryEnabled, openedDevice, type Device, type World } from './state';
import { begin, earlyEnd, type TriggerOp } from './triggers';
import { WorldView } from './view';

const TAKES_SET_LOCK: readonly TriggerOp['op'][] = ['hotReset', 'close'];
/** A hot reset tries the lock of one device after the other; unbinding waits without one. */
const TAKES_NO_MEMORY_LOCK: readonly TriggerOp['op'][] = ['hotReset', 'remove'];

/** Export of BARs as dma-bufs, with everything that can be done to them: dma-mmio.md 1, 2, 6. */
export class DmaBufModel implements Machine<DmaBufOp, DmaBufOutcome, DmaBufView> {
  readonly view: DmaBufView;
  private readonly world: World;
  private readonly calls = new Calls();
  private readonly isLocked = ({ index }: Device): boolean => this.calls.holdsMemoryLock(index);

  constructor(config: DmaBufConfig) {
    this.world = {
      config,
      devices: config.exporters.map((exporter, index) => openedDevice(index, exporter)),
      bufs: new Map(),
      attachments: new Map(),
      mappings: new Map(),
      fences: new Map(),
      layers: config.importers.map(({ dma }) => new DmaLayer(dma)),
      ioas: new Ioas(config.ioas, BigInt(2 ** config.pageLg)),
      names: new Set(),
    };
    this.view = new WorldView(this.world, this.calls);
  }

  step(op: DmaBufOp): DmaBufOutcome {
    const events: DmaBufEvent[] = [];
    const ended = this.run(op, events);
    this.calls.goOn(events);
    return { ...ended, events };
  }

  private run(op: DmaBufOp, events: DmaBufEvent[]): Ended {
    switch (op.op) {
      case 'export':
        return this.export(op);
      case 'attach':
      case 'detach':
      case 'pin':
      case 'unpin':
      case 'map':
      case 'unmap':
      case 'addFence':
      case 'signalFence':
      case 'mmap':
      case 'release':
        return stepImporter(this.world, this.calls, op, events);
      case 'mapFile':
      case 'copyArea':
      case 'unmapArea':
      case 'attachDomain':
      case 'detachDomain':
      case 'kernelAccess':
        return stepIoas(this.world, this.calls, op);
      default:
        return this.onDevice(op, events);
    }
  }

  private export(op: ExportOp): Ended {
    const device = this.world.devices[op.device];
    if (device === undefined || this.world.names.has(op.buf)) return absent;
    if (device.open && op.fail?.at !== 'resume') resumeForExport(this.world, device);
    const checked = checkExport(this.world, device, op);
    if (checked.value !== null) return returned(checked.value);
    if (this.isLocked(device)) return waits;
    return returned(finishExport(this.world, device, op, checked.physVec));
  }

  private onDevice(op: DeviceOp, events: DmaBufEvent[]): Ended {
    const device = this.world.devices[op.device];
    if (device === undefined || device.removed) return absent;
    switch (op.op) {
      case 'open':
        if (device.open) return absent;
        if (this.calls.holdsSetLock()) return waits;
        open(device);
        return returned(0);
      case 'suspend':
        if (!device.lowPower || device.suspended || this.isLocked(device) || this.calls.isWaiting('hotReset'))
          return absent;
        suspend(device);
        return returned(0);
      case 'wakeup':
        if (!device.suspended) return absent;
        resume(device);
        return returned(0);
      case 'touch':
        return this.touch(device);
      case 'remove':
        return device.removing ? absent : this.trigger(device, op, events);
      default:
        return device.open ? this.trigger(device, op, events) : absent;
    }
  }

  private touch(device: Device): Ended {
    if (!device.open) return absent;
    if (this.isLocked(device)) return waits;
    if (device.lowPower || !isMemoryEnabled(this.world, device)) return returned(Errno.EFAULT);
    device.cpuMapped = true;
    return returned(0);
  }

  private trigger(device: Device, op: TriggerOp, events: DmaBufEvent[]): Ended {
    const early = earlyEnd(device, op);
    if (early === null && this.needsHeldLock(device, op)) return waits;
    // Every ioctl and config access resumes the device first (A1); unbinding is neither.
    if (op.op !== 'remove') resume(device);
    if (early !== null) return returned(early);
    const memoryLocks = new Set(TAKES_NO_MEMORY_LOCK.includes(op.op) ? [] : [device.index]);
    const setLock = TAKES_SET_LOCK.includes(op.op);
    const call: Call = { device: device.index, op: op.op, memoryLocks, setLock, events };
    const value = this.calls.start(call, begin(this.world, device, op, call, this.isLocked));
    return value === null ? blocked : returned(value);
  }

  private needsHeldLock(device: Device, { op }: TriggerOp): boolean {
    if (TAKES_SET_LOCK.includes(op) && this.calls.holdsSetLock()) return true;
    return !TAKES_NO_MEMORY_LOCK.includes(op) && this.isLocked(device);
  }
}
