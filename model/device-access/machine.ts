import type { DeviceAccessConfig } from '../vocabulary/device-access/config';
import type { DeviceAccessOp, DeviceOp } from '../vocabulary/device-access/op';
import type { DeviceOutcome } from '../vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../vocabulary/device-access/view';
import type { Machine } from '../vocabulary/plain';
import { dma } from './dma';
import { iommuRead, iommuWrite, mmio, psmashIo } from './host-structures';
import { ioMap, ioUnmap, writeGcr3 } from './mapper';
import { DONE, doneIf, ofDma, ofRmp } from './outcome';
import { DeviceAccessState } from './state';
import { DeviceAccessModelView } from './view';

function poke(io: DeviceAccessState, op: Extract<DeviceOp, { readonly op: 'poke' }>): void {
  io.memory.write(op.spa, op.index, Number(op.value & 0xffff_ffffn), Number((op.value >> 32n) & 0xffff_ffffn));
}

/** False: no entry serves such a request. */
function evict(io: DeviceAccessState, op: Extract<DeviceOp, { readonly op: 'evict' }>): boolean {
  const cached = io.iotlb.find(op.device, op.pasid, op.t, op.iova);
  if (cached !== null) io.iotlb.drop(cached);
  return cached !== null;
}

/** The device-access machine: says of every request what must become of it (rmp.md 4). One per trace. */
export class DeviceAccessMachine implements Machine<DeviceAccessOp, DeviceOutcome, DeviceAccessView> {
  readonly view: DeviceAccessView;
  private readonly io: DeviceAccessState;

  /** Throws RmpConfigError if no machine can have `config`. */
  constructor(config: DeviceAccessConfig) {
    this.io = new DeviceAccessState(config);
    this.view = new DeviceAccessModelView(this.io);
  }

  /** One op. A refused one changes nothing. */
  step(op: DeviceAccessOp): DeviceOutcome {
    const { io } = this;
    switch (op.op) {
      case 'dma':
        return ofDma(dma(io, op));
      case 'setDte':
        io.setDte(op.device, op.qwords);
        return DONE;
      case 'setSdte':
        io.setSdte(op.device, op.sdte);
        return DONE;
      case 'ioMap':
        return doneIf(ioMap(io, op));
      case 'ioUnmap':
        return doneIf(ioUnmap(io, op));
      case 'gcr3':
        return doneIf(writeGcr3(io, op));
      case 'poke':
        poke(io, op);
        return DONE;
      case 'invalidate':
        io.iotlb.invalidate(op.device, op.iova, op.pages);
        return DONE;
      case 'evict':
        return doneIf(evict(io, op));
      case 'clearFence':
        io.fenced.delete(op.asid);
        return DONE;
      case 'mmio':
        return mmio(io, op);
      case 'iommuRead':
        return iommuRead(io, op);
      case 'iommuWrite':
        return iommuWrite(io, op);
      case 'psmashIo':
        return psmashIo(io, op);
      default:
        return ofRmp(io.rmp.step(op));
    }
  }
}
