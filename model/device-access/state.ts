import type { DeviceAccessConfig } from '../vocabulary/device-access/config';
import type { Sdte } from '../vocabulary/device-access/op';
import type { RmpAssumptions } from '../vocabulary/rmp/assumption';
import type { SpaPage } from '../vocabulary/rmp/entry';
import { RmpMachine } from '../rmp/machine';
import { decodeDte, type Dte, type Qwords } from './dte';
import { Iotlb } from './iotlb';
import { IoTablePages } from './io-table';
import { Memory } from './memory';

const NO_DTE: Qwords = [0n, 0n, 0n, 0n];

/** Everything that an op may read or change. */
export class DeviceAccessState {
  readonly rmp: RmpMachine;
  readonly assume: RmpAssumptions;
  readonly cBit: number | null;
  readonly memory = new Memory();
  readonly tables: readonly IoTablePages[];
  readonly iotlb = new Iotlb();
  readonly fenced = new Set<number>();
  private readonly qwords: Qwords[];
  private readonly dtes: Dte[];
  private readonly sdtes: (Sdte | null)[];

  constructor(config: DeviceAccessConfig) {
    this.rmp = new RmpMachine(config.rmp);
    this.assume = config.rmp.assumptions;
    this.cBit = config.rmp.cBit;
    this.tables = config.tables.map((table) => new IoTablePages(table, this.memory));
    this.qwords = new Array<Qwords>(config.devices).fill(NO_DTE);
    this.dtes = new Array<Dte>(config.devices).fill(decodeDte(NO_DTE));
    this.sdtes = new Array<Sdte | null>(config.devices).fill(null);
  }

  setDte(device: number, qwords: Qwords): void {
    this.qwords[device] = qwords;
    this.dtes[device] = decodeDte(qwords);
  }

  setSdte(device: number, sdte: Sdte | null): void {
    this.sdtes[device] = sdte;
  }

  dteQwords(device: number): Qwords {
    return this.qwords[device]!;
  }

  dte(device: number): Dte {
    return this.dtes[device]!;
  }

  sdte(device: number): Sdte | null {
    return this.sdtes[device]!;
  }

  /** IOMMU_PT_READ_CHECKED: a structure at a host address that the IOMMU may not read. rmp.md 0.5. */
  mayNotRead(page: SpaPage): boolean {
    const { state } = this.rmp;
    return this.assume.IOMMU_PT_READ_CHECKED && state.iommuSnpEnabled && !state.table.hv(page);
  }
}
