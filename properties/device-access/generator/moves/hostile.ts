/** Words that no writer of tables would write, and structures of the IOMMU itself. */
import { itemIndex } from '../../../../model/vocabulary/units';
import { walkV1 } from '../../walk';
import { IOMMU_PAGES, Table } from '../layout';
import type { World } from '../world';
import type { Move } from './move';

interface Slot {
  readonly spa: number;
  readonly index: number;
  readonly level: number;
}

/** The words that a walk of a host table reads for a page, root first. */
function slotsOf(w: World, table: number, page: number): readonly Slot[] {
  const { spa, levels } = w.config.tables[table]!;
  const slots: Slot[] = [];
  let level = levels;
  walkV1(
    (at, index) => w.view.word(at, index),
    spa,
    levels,
    page,
    w.config.rmp.cBit,
    (at) => slots.push({ spa: at, index: itemIndex(page, --level), level }),
  );
  return slots;
}

const flip = (value: bigint, bit: number): bigint => value ^ (1n << BigInt(bit));

/** Leaves to have before the first word is spoilt: none comes after it. */
const ENOUGH_LEAVES = 7;

/** Changes one word on the way to a mapped page: presence, permissions, size, C-bit, address, or everything. */
export const poke: Move = (w) => {
  const { draw } = w;
  const table = draw.chance(w.trustedShare) ? Table.secureHost : Table.host;
  const leaf = w.leafOf(table);
  if (leaf === null || w.leaves.length < ENOUGH_LEAVES) return null;
  w.poked.add(table);
  const { spa, index, level } = draw.pick(slotsOf(w, table, w.pageIn(leaf, 0)));
  const old = w.view.word(spa, index);
  const aim = BigInt(w.page()) << 12n;
  const cBit = w.config.rmp.cBit ?? 51;
  // Above level 2 a leaf is larger than anything that the documents speak of.
  switch (draw.int(level > 2 ? 4 : 8)) {
    case 0:
      return { op: 'poke', spa, index, value: flip(old, 0) };
    case 1:
      return { op: 'poke', spa, index, value: flip(old, 61) };
    case 2:
      return { op: 'poke', spa, index, value: flip(old, 62) };
    case 3:
      return { op: 'poke', spa, index, value: flip(old, cBit) };
    // A leaf of the item's size where a table was, or somewhere else.
    case 4:
    case 5:
      return { op: 'poke', spa, index, value: 0x7000_0000_0000_0001n | aim };
    // A size code in one item alone.
    case 6:
      return { op: 'poke', spa, index, value: 0x7000_0000_0000_0e01n | aim | (level === 1 ? 0x1f_f000n : 0n) };
    default:
      return { op: 'poke', spa, index, value: old ^ 0x0007_8000_0000_0ffen };
  }
};

/** The IOMMU reads or writes for itself: a log, a completion, a table, a bit in a host table. */
export const structure: Move = (w) => {
  const { draw } = w;
  const spa = draw.chance(40) ? draw.pick(IOMMU_PAGES) : w.page();
  if (draw.chance(25)) return { op: 'iommuRead', spa };
  return { op: 'iommuWrite', spa, what: draw.pick(['log', 'completion', 'hostAD'] as const) };
};

/** The guest touches the registers of its device. */
export const mmio: Move = (w) => ({
  op: 'mmio',
  device: w.draw.int(w.config.devices),
  write: w.draw.chance(40),
});

/** The firmware lifts a fence, if one is up. */
export const clearFence: Move = (w) => {
  const asid = w.sdtes.map((sdte) => sdte?.asid ?? 0).find((a) => w.view.fenced(a));
  return asid === undefined ? null : { op: 'clearFence', asid };
};

/** A CPU write: through a 4K leaf, or through one that covers the region. */
export const hostWrite: Move = (w) => {
  const spa = w.draw.chance(30) ? w.draw.pick(IOMMU_PAGES) : w.page();
  const leaves = { guestLg: 12, guestPresent: true, nestedPresent: true, nestedWritable: true } as const;
  const who = { user: false, asid: 0, vmpl: 0, cBit: false, vtom: null } as const;
  const nestedLg = w.draw.pick([12, 12, 21]);
  return { op: 'access', by: 'host', kind: 'write', ...who, gpa: spa, spa, ...leaves, nestedLg };
};

export const snpInit: Move = (w) => (w.view.rmp.iommuSnpEnabled ? null : { op: 'snpInit' });

export const snpShutdown: Move = (w) => ({ op: 'snpShutdown', x86: w.draw.chance(40) });

/** Somebody tries to take one of the IOMMU's pages away from the firmware. */
export const takeLog: Move = (w) => {
  const spa = w.draw.pick(IOMMU_PAGES) * 4096;
  if (w.draw.chance(30)) return { op: 'pageReclaim', spa, size: 0, reserved: false };
  const to = { assigned: false, size: 0, immutable: false, gpa: 0, asid: 0, reserved: false } as const;
  return { op: 'rmpupdate', spa, asid: 0, to };
};
