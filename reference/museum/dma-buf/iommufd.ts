/** Exhibits on iommufd's areas over dma-bufs (dma-mmio.md 6). */
import { Errno } from '../../../model/vocabulary/errno';
import { Prot } from '../../../model/vocabulary/prot';
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

const { areaProt } = standardDmaBufParts;

export const firstRangeOnly: DmaBufExhibit = {
  name: 'first-range-only',
  title: 'a buffer of several ranges is mapped as if it had the first one only',
  source: 'dma-mmio.md BUF-050, BG102',
  rule: 'BUF-050',
  parts: { physOf: ({ physVec, revoked }) => (revoked ? Errno.ENODEV : physVec[0]!) },
};

export const cacheableArea: DmaBufExhibit = {
  name: 'cacheable-area',
  title: 'MMIO is mapped with CACHE',
  source: 'dma-mmio.md BUF-051',
  rule: 'BUF-051',
  parts: { areaProt: (read, write) => areaProt(read, write) | Prot.CACHE },
};

export const areaIsRam: DmaBufExhibit = {
  name: 'area-is-ram',
  title: 'a BAR is mapped without MMIO: it would get the C-bit',
  source: 'dma-mmio.md BUF-051; seed 000',
  rule: 'BUF-051',
  parts: { areaProt: (read, write) => areaProt(read, write) & ~Prot.MMIO },
};

export const startIgnored: DmaBufExhibit = {
  name: 'start-ignored',
  title: 'the length alone is compared with the size of the buffer',
  source: 'dma-mmio.md BUF-052, BG100',
  rule: 'BUF-052',
  parts: {
    checkFileRange: (d, op, bytes) => standardDmaBufParts.checkFileRange(d, { ...op, start: 0n }, bytes),
  },
};

export const aPageBeyondTheBuffer: DmaBufExhibit = {
  name: 'a-page-beyond-the-buffer',
  title: 'an area may end a page behind the end of the buffer',
  source: 'dma-mmio.md BUF-052, BG100',
  rule: 'BUF-052',
  parts: { checkFileRange: (d, op, bytes) => standardDmaBufParts.checkFileRange(d, op, bytes + d.pageBytes) },
};

export const revokeEmptiesOneDomain: DmaBufExhibit = {
  name: 'revoke-empties-one-domain',
  title: 'a revoke empties the domain that was attached first, and no other',
  source: 'dma-mmio.md BUF-053',
  rule: 'BUF-053',
  parts: {
    revokePages(d, pages) {
      const [first] = pages.tracked;
      if (!pages.revoked && first !== undefined) d.parts.unmapFrom(d, first.area, first.domain);
      pages.revoked = true;
    },
  },
};

export const revokeForgetsCopies: DmaBufExhibit = {
  name: 'revoke-forgets-copies',
  title: 'a revoke empties the area that the buffer was mapped with, and none of its copies',
  source: 'dma-mmio.md BUF-053',
  rule: 'BUF-053',
  parts: {
    revokePages(d, pages) {
      const [original] = pages.areas;
      for (const { area, domain } of pages.tracked) if (area === original) d.parts.unmapFrom(d, area, domain);
      pages.revoked = true;
    },
  },
};

export const areaFilledAgain: DmaBufExhibit = {
  name: 'area-filled-again',
  title: 'the callback of a re-validation maps the area again',
  source: 'dma-mmio.md BUF-054, BG104',
  rule: 'BUF-054',
  parts: {
    revokePages(d, pages) {
      if (!pages.revoked) return standardDmaBufParts.revokePages(d, pages);
      pages.revoked = false;
      for (const { area, domain } of pages.tracked)
        d.domains.get(domain)!.map(area.iova, pages.paddr, area.bytes, area.prot);
    },
  },
};

export const revokedAreaHasNoLength: DmaBufExhibit = {
  name: 'revoked-area-has-no-length',
  title: 'unmapping a revoked area reports 0 bytes',
  source: 'dma-mmio.md BUF-055',
  rule: 'BUF-055',
  parts: {
    unmapArea(d, area, part) {
      const bytes = standardDmaBufParts.unmapArea(d, area, part);
      return typeof bytes === 'bigint' && area.pages.revoked ? 0n : bytes;
    },
  },
};

export const newDomainFillsRevoked: DmaBufExhibit = {
  name: 'new-domain-fills-revoked',
  title: 'a domain that is attached later gets the IOPTEs of revoked areas',
  source: 'dma-mmio.md BUF-056',
  rule: 'BUF-056',
  parts: {
    mapArea(d, area, domain) {
      const { bytes, iova, pages, prot } = area;
      pages.tracked.push({ area, domain });
      d.domains.get(domain)!.map(iova, pages.paddr, bytes, prot);
    },
  },
};

export const foreignIsEinval: DmaBufExhibit = {
  name: 'foreign-is-einval',
  title: 'a dma-buf of another driver gives EINVAL',
  source: 'dma-mmio.md BUF-057, BG107',
  rule: 'BUF-057',
  parts: { foreignErrno: Errno.EINVAL },
};

export const areasAreCharged: DmaBufExhibit = {
  name: 'areas-are-charged',
  title: 'pages of MMIO are charged to the user as if they were pinned',
  source: 'dma-mmio.md BUF-058',
  rule: 'BUF-058',
  parts: { chargeOf: (d, bytes) => Number(bytes / d.pageBytes) },
};

export const kernelReadsMmio: DmaBufExhibit = {
  name: 'kernel-reads-mmio',
  title: 'the kernel may pin, read and write an area over MMIO',
  source: 'dma-mmio.md BUF-059',
  rule: 'BUF-059',
  parts: { kernelAccessErrno: 0 },
};

export const splitIsEinval: DmaBufExhibit = {
  name: 'split-is-einval',
  title: 'splitting an area gives EINVAL',
  source: 'dma-mmio.md BUF-060',
  rule: 'BUF-060',
  parts: { partErrno: (part) => (part === 'native' ? Errno.ENOENT : Errno.EINVAL) },
};
