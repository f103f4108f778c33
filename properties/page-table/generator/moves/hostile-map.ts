import type { Op } from '../../../../model/vocabulary';
import { OpFlag, OpKind } from '../../../../model/vocabulary/op';
import { Prot } from '../../../../model/vocabulary/prot';
import { ALL_PAGES } from '../../../../model/vocabulary/units';
import type { CaseContext } from '../context';
import { anyOp } from '../ops';
import { drawIova, drawOa, drawProt } from '../place';
import type { Move } from '../theme';
import { MAPS, mapNear } from './map';
import { mapSg } from './sg';
import { remainder } from '../align';

/** Kinds that take a length in bytes. */
const BYTE_MAPS = [OpKind.map, OpKind.iommuMap];
const WRAPPERS = [OpKind.iommuMap, OpKind.iommuMapSg];
/** Pages of a map that is expected to fail: a few, should it succeed. */
const MOST_PAGES = 6;

const drawFew = (c: CaseContext): number => (1 + c.draw.int(MOST_PAGES)) * c.minPages;

/** One of `kinds` that the subject has. */
function kindOf(c: CaseContext, kinds: readonly OpKind[]): OpKind {
  const first = c.draw.int(kinds.length);
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[(first + i) % kinds.length]!;
    if (c.can(kind)) return kind;
  }
  return kinds[0]!;
}

/** A map with one argument out of order; pgsize of `mapPages` is the smallest page. */
function oddMap(c: CaseContext, kind: OpKind, iova: number, oa: number, len: number, prot: number): Op {
  return anyOp(kind, c.domain, iova, 0, oa, 0, len, 0, prot, 0, kind === OpKind.mapPages ? c.minLg : 0, null);
}

const NO_PERMISSION = [0, Prot.CACHE, Prot.MMIO, Prot.NOEXEC | Prot.PRIV, Prot.CACHE | Prot.MMIO];

/** Asks for neither READ nor WRITE (PT-065). */
export const mapWithoutPermission: Move = {
  name: 'mapWithoutPermission',
  kinds: MAPS,
  draw(c) {
    const iova = drawIova(c);
    const pages = drawFew(c);
    return oddMap(
      c,
      kindOf(c, MAPS),
      iova,
      c.floorMin(remainder(drawOa(c, iova, pages), c.oaPages)),
      pages,
      c.draw.pick(NO_PERMISSION),
    );
  },
};

/** Sets bits of `prot` that mean nothing. */
export const mapWithOddProt: Move = {
  name: 'mapWithOddProt',
  kinds: MAPS,
  draw(c) {
    const prot = drawProt(c) | (2 ** (6 + c.draw.int(25)));
    return oddMap(c, kindOf(c, MAPS), drawIova(c), c.oaBases[0]!, c.minPages, prot);
  },
};

/** Length 0 (PT-068). */
export const mapNothing: Move = {
  name: 'mapNothing',
  kinds: MAPS,
  draw(c) {
    const iova = drawIova(c);
    return oddMap(c, kindOf(c, MAPS), iova, c.floorMin(remainder(iova, c.oaPages)), 0, drawProt(c));
  },
};

/** A range that passes 2^64 (PT-069). */
export const mapWraps: Move = {
  name: 'mapWraps',
  kinds: MAPS,
  draw(c) {
    const before = drawFew(c);
    return oddMap(c, kindOf(c, MAPS), ALL_PAGES - before, c.oaBases[0]!, before + drawFew(c), drawProt(c));
  },
};

/** A range beyond the address space, or across its end (PT-071). */
export const mapBeyondSpace: Move = {
  name: 'mapBeyondSpace',
  kinds: MAPS,
  draw(c) {
    if (c.spacePages === ALL_PAGES) return mapWraps.draw(c);
    const before = c.draw.chance(60) ? drawFew(c) : 0;
    const factor = before > 0 ? 1 : 2 ** c.draw.int(Math.log2(ALL_PAGES / c.spacePages));
    return oddMap(c, kindOf(c, MAPS), c.spacePages * factor - before, c.oaBases[0]!, before + drawFew(c), drawProt(c));
  },
};

/** A physical address beyond the output space, or a range across its end (PT-066, PT-067). */
export const mapBeyondOa: Move = {
  name: 'mapBeyondOa',
  kinds: MAPS,
  draw(c) {
    const across = c.draw.chance(50) && c.oaPages > MOST_PAGES * c.minPages;
    const oa = across ? c.oaPages - drawFew(c) : c.oaPages * (1 + c.draw.int(3)) + c.floorMin(c.draw.int(c.oaPages));
    return oddMap(c, kindOf(c, MAPS), drawIova(c), oa, across ? 8 * c.minPages : drawFew(c), drawProt(c));
  },
};

/** iova or the physical address not aligned to the smallest page (PT-070). */
export const mapMisaligned: Move = {
  name: 'mapMisaligned',
  kinds: BYTE_MAPS,
  draw(c) {
    const which = 1 + c.draw.int(3);
    const bytes = c.draw.chance(50) ? 0x800 : 1 + c.draw.int(4095);
    const iovaOffset = which & 1 ? bytes : 0;
    const oaOffset = which & 2 ? bytes : 0;
    const kind = kindOf(c, BYTE_MAPS);
    // A misaligned start is refused before the length is looked at, so that here any length is within the contract.
    const lenOffset = c.draw.chance(30) ? c.draw.int(4096) : 0;
    return anyOp(
      kind,
      c.domain,
      drawIova(c),
      iovaOffset,
      c.oaBases[0]!,
      oaOffset,
      drawFew(c),
      lenOffset,
      drawProt(c),
      0,
      0,
      null,
    );
  },
};

/** An old v2 driver ignores the low bits of both addresses (page-tables.md 5.2). */
export const mapPagesMisalignedV2: Move = {
  name: 'mapPagesMisalignedV2',
  kinds: [OpKind.mapPages],
  contracts: ['io-pgtable'],
  draw(c) {
    if (c.config.format !== 'amdv2') return mapNear.draw(c);
    const bytes = 1 + c.draw.int(4095);
    const oaOffset = c.draw.int(2) * bytes;
    return anyOp(
      OpKind.mapPages,
      c.domain,
      drawIova(c),
      bytes,
      c.oaBases[0]!,
      oaOffset,
      drawFew(c),
      0,
      drawProt(c),
      0,
      12,
      null,
    );
  },
};

/** A length below the smallest page (PT-070). */
export const mapTooShort: Move = {
  name: 'mapTooShort',
  kinds: BYTE_MAPS,
  draw(c) {
    const iova = drawIova(c);
    // One page where pages are larger: what a short cut for single pages takes for legal.
    const pages = c.minPages > 1 && c.draw.chance(50) ? 1 : c.draw.int(c.minPages);
    const bytes = pages === 0 || c.draw.chance(50) ? 1 + c.draw.int(4095) : 0;
    return anyOp(kindOf(c, BYTE_MAPS), c.domain, iova, 0, c.oaBases[0]!, 0, pages, bytes, drawProt(c), 0, 0, null);
  },
};

function unalignedLength(c: CaseContext): Op {
  const iova = drawIova(c);
  const bytes = c.draw.chance(50) ? 0x800 : 1 + c.draw.int(4095);
  return anyOp(OpKind.iommuMap, c.domain, iova, 0, c.oaBases[0]!, 0, drawFew(c), bytes, drawProt(c), 0, 0, null);
}

/** `iommu_map` of a length that is no multiple of the smallest page (PT-064): newer kernels do not return from it. */
export const mapUnalignedLength: Move = {
  name: 'mapUnalignedLength',
  kinds: [OpKind.iommuMap],
  contracts: ['generic-pt'],
  hostile: true,
  draw: unalignedLength,
};

/** The same through the classic core, which checks it. */
export const mapUnalignedLengthClassic: Move = {
  name: 'mapUnalignedLengthClassic',
  kinds: [OpKind.iommuMap],
  contracts: ['io-pgtable'],
  draw: unalignedLength,
};

/** `map_pages` of an old v1 driver with addresses not aligned to pgsize: BUG (page-tables.md 3.12). */
export const mapPagesMisalignedV1: Move = {
  name: 'mapPagesMisalignedV1',
  kinds: [OpKind.mapPages],
  contracts: ['io-pgtable'],
  hostile: true,
  draw(c) {
    if (c.config.format !== 'amdv1') return mapNear.draw(c);
    const bytes = c.draw.chance(50) ? 0x800 : 0;
    const lg = bytes === 0 ? c.sizeAtMost[21]! || c.minLg : c.minLg;
    const at = drawIova(c);
    const iova = bytes === 0 && at < ALL_PAGES - 1 ? at + 1 : at;
    return anyOp(OpKind.mapPages, c.domain, iova, bytes, c.oaBases[0]!, 0, 2 ** (lg - 12), 0, drawProt(c), 0, lg, null);
  },
};

/** `map_pages` of an old v2 driver with a pgsize that it does not have: refused with a warning (5.2). */
export const mapPagesOddSizeV2: Move = {
  name: 'mapPagesOddSizeV2',
  kinds: [OpKind.mapPages],
  contracts: ['io-pgtable'],
  draw(c) {
    if (c.config.format !== 'amdv2') return mapNear.draw(c);
    return anyOp(OpKind.mapPages, c.domain, 0, 0, 0, 0, 16, 0, drawProt(c), 0, 13 + c.draw.int(4), null);
  },
};

/** A physical address that already has the C-bit, whatever prot says (PT-029). */
export const mapCarriesCBit: Move = {
  name: 'mapCarriesCBit',
  kinds: MAPS,
  draw(c) {
    const bit = c.cbitPages;
    if (bit === 0) return mapBeyondOa.draw(c);
    const iova = drawIova(c);
    const below = c.floorMin(c.draw.int(Math.min(bit, 2 ** 20)));
    const pages = Math.min(drawFew(c), Math.max(c.minPages, bit - below));
    return oddMap(c, kindOf(c, MAPS), iova, c.floorMin(bit + below), pages, drawProt(c));
  },
};

/** Several mistakes in one call: which error wins (PT-072). */
export const mapManyMistakes: Move = {
  name: 'mapManyMistakes',
  kinds: BYTE_MAPS,
  contracts: ['generic-pt'],
  draw(c) {
    const draw = c.draw;
    const prot = draw.chance(30) ? draw.pick(NO_PERMISSION) : drawProt(c);
    const oa = draw.chance(40) ? c.oaPages - draw.int(2) : c.oaBases[0]!;
    const len = draw.chance(40) ? 0 : drawFew(c);
    const iova = draw.chance(50) ? ALL_PAGES - c.minPages : drawIova(c);
    // Never a start that is aligned with a length that is not: the bare op does not survive that (3.12).
    const iovaOffset = draw.chance(40) ? 1 + draw.int(4095) : 0;
    const lenOffset = iovaOffset === 0 ? 0 : draw.int(4096);
    return anyOp(kindOf(c, BYTE_MAPS), c.domain, iova, iovaOffset, oa, 0, len, lenOffset, prot, 0, 0, null);
  },
};

/** The wrapper refuses the allocation flags, or the driver's `iotlb_sync_map` fails (PT-162, PT-165). */
export const mapFlagged: Move = {
  name: 'mapFlagged',
  kinds: WRAPPERS,
  draw(c) {
    const flags = c.draw.chance(70) ? OpFlag.syncMapFails : OpFlag.badGfp;
    const base =
      c.can(OpKind.iommuMapSg) && (c.draw.chance(40) || !c.can(OpKind.iommuMap)) ? mapSg.draw(c) : mapNear.draw(c);
    if (base.kind === OpKind.iommuMapSg) {
      return anyOp(base.kind, c.domain, base.iova, 0, 0, 0, 0, 0, base.prot, flags, 0, base.segments);
    }
    if (base.prot === 0 || !c.can(OpKind.iommuMap)) return base;
    return anyOp(OpKind.iommuMap, c.domain, base.iova, 0, base.oa, 0, base.len, 0, base.prot, flags, 0, null);
  },
};

/** A list with one segment out of order: misaligned, or beyond the output space. */
export const mapOddSg: Move = {
  name: 'mapOddSg',
  kinds: [OpKind.iommuMapSg],
  draw(c) {
    const base = mapSg.draw(c);
    if (base.segments === null) return base;
    const odd = c.draw.int(base.segments.length);
    const misaligned = c.draw.chance(50);
    const segments = base.segments.map((segment, i) => {
      if (i !== odd) return segment;
      return misaligned ? { ...segment, oaOffset: 0x800 } : { ...segment, oa: c.oaPages + segment.oa };
    });
    return anyOp(base.kind, c.domain, base.iova, 0, 0, 0, 0, 0, base.prot, 0, 0, segments);
  },
};
