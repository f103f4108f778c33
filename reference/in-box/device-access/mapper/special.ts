import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import { hiOf } from '../../../../model/vocabulary/units';
import type { MapperParts } from '../parts/mapper';

const IR = 1 << 29;
const IW = 1 << 30;

/** GCR3 table, rmp.md 4.9: bit 0 and an address at every level. */
const writeGcr3: MapperParts['writeGcr3'] = (d, table, pasid, root) => {
  const { parts } = d;
  const { levels } = table.table;
  if (pasid >= 2 ** (9 * levels)) return false;
  let page = table.root;
  for (let level = levels - 1; level > 0; level--) {
    const at = 2 * parts.pasidIndex(pasid, level);
    const words = d.memory.write(page);
    if ((words[at]! & 1) === 0) {
      if (!table.has(level)) return false;
      const child = table.take();
      words[at] = ((child << 12) | 1) >>> 0;
      words[at + 1] = hiOf(child);
      d.memory.write(table.systemPage(child)).fill(0);
    }
    page = table.systemPage(parts.addressField(d, words[at]!, words[at + 1]!));
    if (page < 0) return false;
  }
  const at = 2 * parts.pasidIndex(pasid, 0);
  const words = d.memory.write(page);
  words[at] = ((root << 12) | 1) >>> 0;
  words[at + 1] = hiOf(root);
  return true;
};

/** rmp.md 2.7: the 2M leaf of `iova`, which must lead to the region, is split with it; then the IOTLB forgets it. */
const psmashIo: MapperParts['psmashIo'] = (d, spa, isAligned, table, iova) => {
  const { parts } = d;
  const base = d.rmp.parts.stripCBit(d.rmp, spa);
  const fits = parts.findLeaf(d, table, iova) && d.leafLg === 21 && d.leafOa === base && table.table.format === 'amdv1';
  if (!fits || !table.has(1)) return -1;
  const code = d.rmp.executePsmash(spa, isAligned, 0);
  if (code !== RmpCode.success) return code;
  parts.splitLeaf(d, table);
  parts.iotlbInvalidate(d, -1, iova - (iova % 512), 512);
  return code;
};

/** The 2M leaf just found becomes a table of 512 leaves with its permissions and C-bit. */
const splitLeaf: MapperParts['splitLeaf'] = (d, table) => {
  const { parts } = d;
  const words = d.memory.read(d.leafTable);
  const lo = words[2 * d.leafIndex]!;
  const hi = words[2 * d.leafIndex + 1]!;
  const hasCBit = parts.addressField(d, lo, hi) !== (hi & 0xf_ffff) * 2 ** 20 + (lo >>> 12);
  const child = parts.linkTable(d, table, d.leafTable, d.leafLevel, d.leafIndex);
  for (let i = 0; i < 512; i++) {
    parts.encodeLeafV1(d, d.leafOa + i, 12, (hi & IR) !== 0, (hi & IW) !== 0, hasCBit);
    d.store(child, i);
  }
};

export const specialParts: Pick<MapperParts, 'writeGcr3' | 'psmashIo' | 'splitLeaf'> = {
  writeGcr3,
  psmashIo,
  splitLeaf,
};
