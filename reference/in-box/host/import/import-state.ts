import type { HostConfig } from '../../../../model/vocabulary/host/config';
import type { LockOf } from '../../../../model/vocabulary/host/import-step';
import { BufferState } from '../../../../model/vocabulary/host/import-step';
import { firstPort, portCount, type HostImporter } from '../../../../model/vocabulary/host/importer';
import type { ImportArea, Span } from './area';

const UNLOCKED = -1;

/** Exported BARs, and who imported them: what host software keeps in memory of them. */
export class ImportState {
  readonly importers: readonly HostImporter[];
  /** By number of the BAR: state of its buffer, importers attached to it (newest first), mappings of it, fences on it. */
  readonly buffers: BufferState[];
  readonly attachments: number[][];
  readonly users: Int16Array;
  readonly fences: Int16Array;
  /** By number of the device: memory space is on. */
  readonly memory: Uint8Array;
  /** Areas of each importer, by BAR. */
  readonly areas: readonly Map<number, ImportArea>[];
  private readonly open: Uint8Array;
  private readonly first: readonly number[];
  private readonly owners: Int16Array;
  private readonly depths: Int16Array;
  /** Number of the first lock of each kind. */
  private readonly locks: readonly number[];

  constructor(config: HostConfig) {
    const { importers, mmio, devices } = config;
    this.importers = importers;
    this.buffers = mmio.map(() => BufferState.none);
    this.attachments = mmio.map(() => []);
    this.users = new Int16Array(mmio.length);
    this.fences = new Int16Array(mmio.length);
    this.memory = new Uint8Array(devices.length).fill(1);
    this.areas = importers.map(() => new Map<number, ImportArea>());
    this.first = importers.map((_, importer) => firstPort(config, importer));
    this.open = new Uint8Array(portCount(config));
    for (const port of this.first) this.open[port] = 1;
    this.locks = [0, devices.length, devices.length + mmio.length];
    this.owners = new Int16Array(devices.length + mmio.length + importers.length).fill(UNLOCKED);
    this.depths = new Int16Array(this.owners.length);
  }

  /** Number of a port among all. */
  portNumber(importer: number, port: number): number {
    return this.first[importer]! + port;
  }

  isOpen(importer: number, port: number): boolean {
    return this.open[this.portNumber(importer, port)] === 1;
  }

  setOpen(importer: number, port: number, open: boolean): void {
    this.open[this.portNumber(importer, port)] = open ? 1 : 0;
  }

  /** Ports of the importer that are open. */
  openPorts(importer: number): readonly number[] {
    return [...this.importers[importer]!.ports.keys()].filter((port) => this.isOpen(importer, port));
  }

  /** A BAR that the importer was told to give up, and has not; −1: none. */
  owed(importer: number): number {
    for (const { bar, asked } of this.areas[importer]!.values()) if (asked) return bar;
    return -1;
  }

  /** IOVA pages of the importer are taken already, by an area that is mapped or was revoked. */
  overlaps(importer: number, wanted: readonly Span[]): boolean {
    const areas = [...this.areas[importer]!.values()];
    return areas.some(({ spans }) =>
      spans.some(({ iova, n }) => wanted.some((span) => span.iova < iova + n && iova < span.iova + span.n)),
    );
  }

  attach(importer: number, bar: number, attached: boolean): void {
    const others = this.attachments[bar]!.filter((other) => other !== importer);
    this.attachments[bar] = attached ? [importer, ...others] : others;
  }

  /** False: another actor holds it. An actor may take a lock again while it holds it. */
  lock(of: LockOf, index: number, actor: number): boolean {
    const at = this.locks[of]! + index;
    if (this.owners[at] !== UNLOCKED && this.owners[at] !== actor) return false;
    this.owners[at] = actor;
    this.depths[at]!++;
    return true;
  }

  unlock(of: LockOf, index: number): void {
    const at = this.locks[of]! + index;
    if (--this.depths[at]! === 0) this.owners[at] = UNLOCKED;
  }
}
