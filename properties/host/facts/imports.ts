import type { HostConfig } from '../../../model/vocabulary/host/config';
import { BufferState, type PortMapStep, type PortUnmapStep } from '../../../model/vocabulary/host/import-step';
import { firstPort, portCount } from '../../../model/vocabulary/host/importer';
import { barPlaces, type BarPlace } from '../../../model/vocabulary/host/layout';
import type { LogStep } from '../../../model/vocabulary/host/step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { IovaPage } from '../../../model/vocabulary/units';
import { pagesOf } from './leaves';

/** One leaf of a port's table. */
export interface PortLeaf {
  readonly iova: IovaPage;
  readonly spa: SpaPage;
  readonly lg: number;
  readonly encrypted: boolean;
}

/** What an importer's call that is under way has written, and whether some of it failed. */
export interface ImportCallRecord {
  readonly written: PortMapStep[];
  failed: boolean;
}

const LARGEST_LG = 21;

/** Exported BARs, and who imported them, as the log tells it. */
export class ImportFacts {
  config!: HostConfig;
  /** There are importers; without any, nothing below but the BARs means anything. */
  isOn = false;
  bars: readonly BarPlace[] = [];
  /** By BAR: its buffer; fences on it; mappings and fences that there were when its last revoke began. */
  buffers: BufferState[] = [];
  fences = new Int16Array(0);
  mappedAtRevoke = new Int16Array(0);
  fencedAtRevoke = new Int16Array(0);
  calls: ImportCallRecord[] = [];
  /** Leaves of each port, by first page. */
  private tables: Map<IovaPage, PortLeaf>[] = [];
  private first: readonly number[] = [];
  private open = new Uint8Array(0);
  /** By importer and BAR: it has a mapping through the buffer; a revoke returned, and it has not mapped it again since. */
  private mapped = new Uint8Array(0);
  private closed = new Uint8Array(0);

  reset(config: HostConfig): void {
    const { importers, mmio } = config;
    this.config = config;
    this.bars = mmio.length > 0 ? barPlaces(config) : [];
    this.isOn = importers.length > 0;
    this.calls = importers.map(() => ({ written: [], failed: false }));
    if (!this.isOn) return;
    this.buffers = mmio.map(() => BufferState.none);
    this.fences = new Int16Array(mmio.length);
    this.mappedAtRevoke = new Int16Array(mmio.length);
    this.fencedAtRevoke = new Int16Array(mmio.length);
    this.first = importers.map((_, importer) => firstPort(config, importer));
    this.tables = Array.from({ length: portCount(config) }, () => new Map<IovaPage, PortLeaf>());
    this.open = new Uint8Array(this.tables.length);
    for (const port of this.first) this.open[port] = 1;
    this.mapped = new Uint8Array(importers.length * mmio.length);
    this.closed = new Uint8Array(importers.length * mmio.length);
  }

  /** A call begins, of this importer if there is one of that number. */
  begin(importer: number): void {
    const call = this.calls[importer];
    if (call === undefined) return;
    call.written.length = 0;
    call.failed = false;
  }

  apply(step: LogStep): void {
    switch (step.kind) {
      case StepKind.portMap:
        this.map(step);
        break;
      case StepKind.portUnmap:
        this.unmap(step);
        break;
      case StepKind.setPort:
        this.open[this.first[step.importer]! + step.port] = step.open ? 1 : 0;
        break;
      case StepKind.setBuffer:
        this.buffers[step.bar] = step.state;
        if (step.state !== BufferState.revoked) break;
        this.mappedAtRevoke[step.bar] = this.mappings(step.bar);
        this.fencedAtRevoke[step.bar] = this.fences[step.bar]!;
        break;
      case StepKind.revokeEnd:
        this.config.importers.forEach(({ path }, importer) => {
          if (path !== 'type1') this.closed[this.slot(importer, step.bar)] = 1;
        });
        break;
      case StepKind.mapBuffer:
        this.mapped[this.slot(step.importer, step.bar)] = step.mapped ? 1 : 0;
        if (step.mapped) this.closed[this.slot(step.importer, step.bar)] = 0;
        break;
      case StepKind.fence:
        this.fences[step.bar]! += step.signalled ? -1 : 1;
        break;
      default:
    }
  }

  /** The BAR that a system page belongs to; −1: none. */
  barAt(spa: SpaPage): number {
    return this.bars.findIndex((bar) => spa >= bar.spa && spa < bar.spa + bar.n);
  }

  isOpen(importer: number, port: number): boolean {
    return this.open[this.first[importer]! + port] === 1;
  }

  hasMapping(importer: number, bar: number): boolean {
    return this.mapped[this.slot(importer, bar)] === 1;
  }

  isClosed(importer: number, bar: number): boolean {
    return this.closed[this.slot(importer, bar)] === 1;
  }

  /** Mappings of a BAR through its buffer: one for each open port of whoever has one. */
  mappings(bar: number): number {
    let count = 0;
    this.config.importers.forEach(({ ports }, importer) => {
      if (!this.hasMapping(importer, bar)) return;
      ports.forEach((_, port) => (count += this.isOpen(importer, port) ? 1 : 0));
    });
    return count;
  }

  leavesOf(importer: number, port: number): Iterable<PortLeaf> {
    return this.tables[this.first[importer]! + port]!.values();
  }

  /** The leaf of a port's table that covers a page. */
  leafAt(importer: number, port: number, iova: IovaPage): PortLeaf | null {
    const table = this.tables[this.first[importer]! + port]!;
    for (let lg = 12; lg <= LARGEST_LG; lg++) {
      const leaf = table.get(iova - (iova % pagesOf(lg)));
      if (leaf !== undefined && leaf.lg >= lg) return leaf;
    }
    return null;
  }

  /** A leaf of the importer's that leads to the BAR. */
  leafTo(importer: number, bar: number): PortLeaf | null {
    const { spa, n } = this.bars[bar]!;
    for (let port = 0; port < this.config.importers[importer]!.ports.length; port++) {
      for (const leaf of this.leavesOf(importer, port)) {
        if (leaf.spa < spa + n && spa < leaf.spa + pagesOf(leaf.lg)) return leaf;
      }
    }
    return null;
  }

  private map(step: PortMapStep): void {
    const { importer, port, iova, spa, lg, n, done, encrypted } = step;
    const table = this.tables[this.first[importer]! + port]!;
    const pages = pagesOf(lg);
    for (let i = 0; i < done; i++)
      table.set(iova + i * pages, { iova: iova + i * pages, spa: spa + i * pages, lg, encrypted });
    const call = this.calls[importer]!;
    call.written.push(step);
    if (done < n) call.failed = true;
  }

  private unmap({ importer, port, iova, n }: PortUnmapStep): void {
    const table = this.tables[this.first[importer]! + port]!;
    for (const leaf of table.values()) {
      if (leaf.iova < iova + n && iova < leaf.iova + pagesOf(leaf.lg)) table.delete(leaf.iova);
    }
  }

  private slot(importer: number, bar: number): number {
    return importer * this.bars.length + bar;
  }
}
