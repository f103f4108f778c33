import type { HostConfig } from '../../../model/vocabulary/host/config';
import { privatePages, VCPUS } from '../../../model/vocabulary/host/config';
import type { ActorName } from '../../../model/vocabulary/host/op';
import type { BufferState } from '../../../model/vocabulary/host/import-step';
import type { HostSight, Imported } from '../../../model/vocabulary/host/machine';
import type { DeviceMode as Mode } from '../../../model/vocabulary/host/own-step';
import { DeviceMode } from '../../../model/vocabulary/host/own-step';
import type { BarPlace } from '../../../model/vocabulary/host/layout';
import { barPlaces, guestRegions, systemRegions } from '../../../model/vocabulary/host/layout';
import { domainOf } from '../../../model/vocabulary/host/step-kind';
import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { guestPreset } from './hardware';
import { ImportState } from './import/import-state';
import { HostMemory } from './memory';
import { NestedTable } from './nested-table';

/** Nobody holds a lock. */
export const UNLOCKED = -1;

/** What a guest itself believes of its pages. */
export interface GuestMind {
  /** Its own page table says C=1. */
  readonly isPrivate: Uint8Array;
  /** It has validated the page and not rescinded it since. */
  readonly validated: Uint8Array;
  /** A vCPU is changing the page's state: the others leave it alone. */
  readonly moving: Uint8Array;
}

/** Everything that host software and guests keep in memory; what hardware keeps is in DeviceHardware. */
export class HostState implements HostSight {
  readonly actors: readonly ActorName[];
  readonly memory: HostMemory;
  readonly preset: RmpPreset[] = [];
  readonly nested: NestedTable[] = [];
  readonly minds: GuestMind[] = [];
  readonly bars: readonly BarPlace[];
  /** Regions of system memory whose direct map is split. */
  readonly directSplit: Uint8Array;
  /** Devices that are attached to each IO domain. */
  readonly opened: Int16Array;
  readonly locked: Uint8Array;
  readonly imports: ImportState;
  private readonly launches: Uint8Array;
  private readonly attributes: Uint8Array[] = [];
  private readonly modes: Uint8Array;
  private readonly lockOwner: Int16Array[] = [];
  private readonly lockDepth: Int16Array[] = [];

  constructor(
    readonly config: HostConfig,
    private readonly busyActors: Uint8Array,
    private readonly isFenced: (asid: number) => boolean,
  ) {
    this.actors = actorNames(config);
    this.memory = new HostMemory(config, (guest, gfn, spa, n, lg) => {
      this.preset.push(guestPreset(config.guests[guest]!.asid, gfn, spa, n, lg));
    });
    this.bars = barPlaces(config);
    this.imports = new ImportState(config);
    this.launches = Uint8Array.from(config.guests, ({ launched }) => (launched ? 1 : 0));
    config.guests.forEach(({ regions }, guest) => {
      const count = guestRegions(config, guest);
      const isPrivate = new Uint8Array(count * REGION_PAGES);
      regions.forEach((start, region) => {
        isPrivate.fill(1, region * REGION_PAGES, region * REGION_PAGES + privatePages(start));
      });
      this.attributes.push(isPrivate);
      this.minds.push({
        isPrivate: isPrivate.slice(),
        validated: isPrivate.slice(),
        moving: new Uint8Array(isPrivate.length),
      });
      this.nested.push(new NestedTable(count));
      this.lockOwner.push(new Int16Array(count).fill(UNLOCKED));
      this.lockDepth.push(new Int16Array(count));
    });
    this.directSplit = new Uint8Array(systemRegions(config));
    for (const { spa, pages, size } of this.preset) {
      if (size === 0 && pages < REGION_PAGES) this.directSplit[Math.floor(spa / REGION_PAGES)] = 1;
    }
    this.modes = new Uint8Array(config.devices.length);
    this.locked = new Uint8Array(config.devices.length);
    this.opened = new Int16Array(2 * config.guests.length);
  }

  /** Pages of a guest's memory. */
  pagesOf(guest: number): number {
    return this.config.guests[guest]!.regions.length * REGION_PAGES;
  }

  /** Pages of a guest's memory and, behind it, of the regions of its BARs. */
  pagesWithBarsOf(guest: number): number {
    return this.attributes[guest]!.length;
  }

  launched(guest: number): boolean {
    return this.launches[guest] === 1;
  }

  launch(guest: number): void {
    this.launches[guest] = 1;
  }

  busy(actor: number): boolean {
    return this.busyActors[actor] === 1;
  }

  isPrivate(guest: number, gfn: GpaPage): boolean {
    return this.attributes[guest]![gfn] === 1;
  }

  setAttribute(guest: number, gfn: GpaPage, n: number, isPrivate: boolean): void {
    this.attributes[guest]!.fill(isPrivate ? 1 : 0, gfn, gfn + n);
  }

  /** True if all pages of the 2M region of `gfn` have the attribute. */
  isUniform(guest: number, gfn: GpaPage, isPrivate: boolean): boolean {
    const base = gfn - (gfn % REGION_PAGES);
    const other = this.attributes[guest]!.indexOf(isPrivate ? 0 : 1, base);
    return other < 0 || other >= base + REGION_PAGES;
  }

  mode(device: number): Mode {
    return this.modes[device] as Mode;
  }

  setMode(device: number, mode: Mode): void {
    const { guest } = this.config.devices[device]!;
    const before = this.modes[device]!;
    if (before !== DeviceMode.detached) this.opened[domainOf(guest, before === DeviceMode.trusted ? 1 : 0)]!--;
    this.modes[device] = mode;
    if (mode !== DeviceMode.detached) this.opened[domainOf(guest, mode === DeviceMode.trusted ? 1 : 0)]!++;
  }

  /** Trusted devices are to reach shared pages above vTOM. */
  sharesBeyondVtom(guest: number): boolean {
    return this.config.guests[guest]!.vtom !== null && this.opened[domainOf(guest, 1)]! > 0;
  }

  isLocked(device: number): boolean {
    return this.locked[device] === 1;
  }

  memoryOn(device: number): boolean {
    return this.imports.memory[device] === 1;
  }

  bufferState(bar: number): BufferState {
    return this.imports.buffers[bar]!;
  }

  isOpen(importer: number, port: number): boolean {
    return this.imports.isOpen(importer, port);
  }

  imported(importer: number, bar: number): Imported | null {
    return this.imports.areas[importer]!.get(bar) ?? null;
  }

  /** The BAR that a system page belongs to; −1: none. */
  barAt(spa: SpaPage): number {
    return this.bars.findIndex((bar) => spa >= bar.spa && spa < bar.spa + bar.n);
  }

  /** The BAR is private, or about to be, or not shared again yet: its interface is locked and the platform lets it. */
  isPrivateBar(bar: number): boolean {
    const { tio, device, guest, gfn } = this.bars[bar]!;
    return tio && (this.locked[device] === 1 || this.isPrivate(guest, gfn));
  }

  holder(spa: SpaPage): number {
    return this.memory.holders[spa] ?? -1;
  }

  backing(guest: number, gfn: GpaPage, isPrivate: boolean): SpaPage {
    return this.memory.backing(guest, gfn, isPrivate);
  }

  fenced(guest: number): boolean {
    return this.isFenced(this.config.guests[guest]!.asid);
  }

  /** False: another actor holds it. */
  lock(guest: number, region: number, actor: number): boolean {
    const owners = this.lockOwner[guest]!;
    if (owners[region] !== UNLOCKED && owners[region] !== actor) return false;
    owners[region] = actor;
    this.lockDepth[guest]![region]!++;
    return true;
  }

  unlock(guest: number, region: number): void {
    if (--this.lockDepth[guest]![region]! === 0) this.lockOwner[guest]![region] = UNLOCKED;
  }
}

function actorNames({ guests, importers }: HostConfig): readonly ActorName[] {
  const names: ActorName[] = ['kernel0', 'kernel1', 'firmware'];
  guests.forEach((_, guest) => {
    names.push(`vmm${guest}`);
    for (let cpu = 0; cpu < VCPUS; cpu++) names.push(`vcpu${guest}.${cpu}`);
  });
  importers.forEach((_, importer) => names.push(`importer${importer}`));
  return names;
}
