import type { IoasConfig, Span } from '../vocabulary/dma-buf/config';
import type { IoasOp } from '../vocabulary/dma-buf/ioas-op';
import type { Name } from '../vocabulary/dma-buf/op';
import type { AreaView, Iopte } from '../vocabulary/dma-buf/view';
import { Errno } from '../vocabulary/errno';
import { Prot } from '../vocabulary/prot';
import type { Attachment } from './state';

/** What areas that were copied from each other share. */
export interface Pages {
  readonly attachment: Attachment;
  /** The buffer's one range. */
  readonly paddr: bigint;
  /** For ever, once the exporter has revoked it (dma-mmio.md 6.3, 6.4). */
  revoked: boolean;
}

export interface Area extends Span {
  readonly name: Name;
  readonly pages: Pages;
  /** Where in the buffer it begins. */
  readonly start: bigint;
  readonly prot: number;
}

type MapFileOp = Extract<IoasOp, { readonly op: 'mapFile' }>;

const ALL_ONES = (1n << 64n) - 1n;
const MOST_PAGES = (1n << 32n) - 1n;

/** The checks of dma-mmio.md 6.1 before the dma-buf is attached: 0, or the errno of the first that fails. */
export function checkMapFile(op: MapFileOp, fileBytes: bigint | null, page: bigint): number {
  if (op.otherFlags) return Errno.EOPNOTSUPP;
  if (op.iova >= ALL_ONES || op.length >= ALL_ONES) return Errno.EOVERFLOW;
  if (!op.read && !op.write) return Errno.EINVAL;
  if (op.badIoas) return Errno.ENOENT;
  if (op.length === 0n) return Errno.EINVAL;
  if (op.start + op.length - 1n > ALL_ONES) return Errno.EOVERFLOW;
  if (fileBytes === null) return Errno.EBADF;
  if (fileBytes <= op.start + op.length - 1n) return Errno.EINVAL;
  if (op.length / page >= MOST_PAGES) return Errno.EINVAL;
  return 0;
}

/** MMIO yes, CACHE no: dma-mmio.md 6.2. */
export const protOf = ({ read, write }: MapFileOp): number =>
  (read ? Prot.READ : 0) | (write ? Prot.WRITE : 0) | Prot.MMIO;

/** The IOAS: what its areas are says what every attached domain has. dma-mmio.md 6. */
export class Ioas {
  readonly areas = new Map<Name, Area>();
  readonly domains = new Set<number>();

  constructor(
    private readonly config: IoasConfig,
    private readonly page: bigint,
  ) {}

  /** The checks of an area, behind those of its pages: 0, or an errno. */
  checkArea(iova: bigint, length: bigint, start: bigint): number {
    if (length % this.page !== 0n) return Errno.EINVAL;
    if (iova % this.page !== 0n) return Errno.EINVAL;
    const last = iova + length - 1n;
    if (last > ALL_ONES) return Errno.EOVERFLOW;
    const meets = ({ base, bytes }: Span): boolean => base <= last && base + bytes > iova;
    if (this.config.reserved.some(meets)) return Errno.EINVAL;
    if ([...this.areas.values()].some(meets)) return Errno.EEXIST;
    if (start % this.page !== 0n) return Errno.EINVAL;
    return 0;
  }

  /** The importer callback: empties the areas; later ones find nothing to do. */
  invalidate(attachment: Attachment): void {
    for (const { pages } of this.areasOf(attachment)) pages.revoked = true;
  }

  areasOf(attachment: Attachment): readonly Area[] {
    return [...this.areas.values()].filter(({ pages }) => pages.attachment === attachment);
  }

  hasDomain(domain: number): boolean {
    return domain >= 0 && domain < this.config.domains;
  }

  /** The same in every attached domain. */
  iopte(domain: number, iova: bigint): Iopte | null {
    if (!this.domains.has(domain)) return null;
    for (const { base, bytes, pages, start, prot } of this.areas.values())
      if (!pages.revoked && iova >= base && iova < base + bytes)
        return { paddr: pages.paddr + start + (iova - base), prot };
    return null;
  }

  mapped(domain: number): readonly Span[] {
    if (!this.domains.has(domain)) return [];
    return [...this.areas.values()]
      .filter(({ pages }) => !pages.revoked)
      .map(({ base, bytes }) => ({ base, bytes }))
      .sort((a, b) => (a.base < b.base ? -1 : 1));
  }

  view(name: Name): AreaView | null {
    const area = this.areas.get(name);
    if (area === undefined) return null;
    const { base, bytes, pages } = area;
    return { base, bytes, attachment: pages.attachment.name, revoked: pages.revoked };
  }
}
