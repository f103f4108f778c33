import type { DeviceAccessConfig, IoTable } from '../../../model/vocabulary/device-access/config';
import type { HostConfig } from '../../../model/vocabulary/host/config';
import { portCount } from '../../../model/vocabulary/host/importer';
import { barPlaces, systemRegions } from '../../../model/vocabulary/host/layout';
import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import { REGION_PAGES, RmpSize } from '../../../model/vocabulary/rmp/entry';

/** Levels of the IO tables: 4K, 2M, 1G. */
export const IO_LEVELS = 3;
/** Pages that one IO table may take: a table page replaced by a large leaf may not come back. */
const TABLE_PAGES = 2 * REGION_PAGES;
const PAGE_BYTES = 4096;
const ENTRY_BYTES = 16;
const BOOKKEEPING_BYTES = 0x4000;
const VMPLS = 4;
const MAX_ASID = 1022;
/** SME is active, with this bit of an address. */
const C_BIT = 51;

/** Pages that the table of an importer's port may take: few BARs, and every mapping of one makes few tables. */
const PORT_TABLE_PAGES = 256;
/** V alone: nothing is translated, every request is aborted. rmp.md 4.9. */
export const BLOCKED = [1n, 0n, 0n, 0n] as const;

/** First page of IO table number `dom`: behind RAM and MMIO; behind the tables of guests those of ports. */
export function tableRoot(config: HostConfig, dom: number): number {
  const ofGuests = Math.min(dom, portTable(config, 0));
  return systemRegions(config) * REGION_PAGES + ofGuests * TABLE_PAGES + (dom - ofGuests) * PORT_TABLE_PAGES;
}

/** Number of the IO table, and of the device, of a port of importers. */
export const portTable = ({ guests }: HostConfig, port: number): number => 2 * guests.length + port;
export const portDevice = ({ devices }: HostConfig, port: number): number => devices.length + port;

/** The hardware below a host: RAM, MMIO and IO tables covered by a flat RMP, which lies behind what it covers. */
export function hardwareConfig(config: HostConfig, preset: readonly RmpPreset[]): DeviceAccessConfig {
  const domains = portTable(config, portCount(config));
  const covered = tableRoot(config, domains);
  const base = covered * PAGE_BYTES;
  const tables = Array.from({ length: domains }, (_, dom): IoTable => {
    const root = tableRoot(config, dom);
    const pages = dom < portTable(config, 0) ? TABLE_PAGES : PORT_TABLE_PAGES;
    return { format: 'amdv1', levels: IO_LEVELS, address: root, spa: root, pages };
  });
  return {
    tables,
    devices: portDevice(config, portCount(config)),
    rmp: {
      coverage: { kind: 'flat', base, end: base + BOOKKEEPING_BYTES + covered * ENTRY_BYTES - 1 },
      cpuSnpEnabled: true,
      iommuSnpEnabled: true,
      vmpls: VMPLS,
      maxAsid: MAX_ASID,
      cBit: C_BIT,
      x86Shutdown: false,
      mmio: [],
      iommuPages: [],
      preset: [...preset, ...fixedPreset(config)],
      assumptions: config.assumptions,
    },
  };
}

/** MMIO inside coverage that nobody left out of what the firmware fixes. rmp.md 1.5. */
function fixedPreset(config: HostConfig): readonly RmpPreset[] {
  if (config.assumptions.MMIO_IN_COVERAGE !== 'HV_FIXED') return [];
  const fixed = barPlaces(config).filter(({ tio }) => !tio);
  return fixed.map(({ spa, n }) => ({ spa, pages: n, state: 'HV-Fixed', size: RmpSize.size4K, asid: 0, gpa: 0 }));
}

/** Validated pages of a guest before the first op. */
export const guestPreset = (asid: number, gpa: number, spa: number, pages: number, lg: 12 | 21): RmpPreset => ({
  spa,
  pages,
  state: 'Guest-Valid',
  size: lg === 21 ? RmpSize.size2M : RmpSize.size4K,
  asid,
  gpa,
});
