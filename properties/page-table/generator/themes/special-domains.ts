import { OpKind } from '../../../../model/vocabulary/op';
import { Prot } from '../../../../model/vocabulary/prot';
import { Weights } from '../../../engine/draw';
import { mapFlagged } from '../moves/hostile-map';
import { lookupNear } from '../moves/look';
import { anyOp, rangeOp } from '../ops';
import { drawIova, drawPages } from '../place';
import type { Move, Theme } from '../theme';

/** A plain `iommu_map`: only the wrappers stand before a domain without tables. */
const wrapperMap: Move = {
  name: 'wrapperMap',
  kinds: [OpKind.iommuMap],
  draw: (c) =>
    anyOp(
      OpKind.iommuMap,
      c.domain,
      drawIova(c),
      0,
      c.oaBases[0]!,
      0,
      drawPages(c),
      0,
      Prot.READ | Prot.WRITE,
      0,
      0,
      null,
    ),
};

const wrapperUnmap: Move = {
  name: 'wrapperUnmap',
  kinds: [OpKind.iommuUnmap],
  draw: (c) => rangeOp(OpKind.iommuUnmap, c.domain, drawIova(c), drawPages(c), 0),
};

const wrapperSg: Move = {
  name: 'wrapperSg',
  kinds: [OpKind.iommuMapSg],
  draw(c) {
    const segments = [{ oa: c.oaBases[0]!, oaOffset: 0, len: drawPages(c), lenOffset: 0 }];
    return anyOp(OpKind.iommuMapSg, c.domain, drawIova(c), 0, 0, 0, 0, 0, Prot.READ, 0, 0, segments);
  },
};

/** Domains that have no tables, and domains that have no page size at all. */
export const specialDomains: Theme = {
  name: 'special-domains',
  what: 'the wrappers on identity and blocked domains, and on a domain with an empty bitmap (PT-165, PT-168)',
  wishes: {
    domainType: new Weights([
      [40, 'identity'],
      [40, 'blocked'],
      [20, 'paging'],
    ]),
    pageSizesV1: new Weights([[1, 'none']]),
  },
  moves: new Weights([
    [20, wrapperMap],
    [15, wrapperUnmap],
    [10, wrapperSg],
    [5, mapFlagged],
    [50, lookupNear],
  ]),
};
