import type { SpaPage } from '../vocabulary/rmp/entry';
import type { WrapperConfig } from '../vocabulary/rmp-wrapper/config';

const REGION = 512;
const GIGABYTE = 512 * REGION;
const LEVEL = { none: 0, '4K': 1, '2M': 2, '1G': 3 } as const;

/** Leaves of the kernel's direct map: whole as configured, until a 4K update needs one split (rmp.md 6, RMP-107). */
export class ModelDirectMap {
  /** 2M regions that are mapped by 4K leaves, and gigabytes that no longer are one leaf. */
  private readonly small = new Set<number>();
  private readonly broken = new Set<number>();

  constructor(private readonly config: WrapperConfig) {}

  isRam(page: SpaPage): boolean {
    return this.config.ram.some(({ spa, pages }) => page >= spa && page < spa + pages);
  }

  level(page: SpaPage): number {
    const whole = LEVEL[this.config.directMap];
    if (whole === LEVEL.none || !this.isRam(page)) return LEVEL.none;
    if (this.small.has(Math.floor(page / REGION))) return LEVEL['4K'];
    if (whole === LEVEL['1G'] && this.broken.has(Math.floor(page / GIGABYTE))) return LEVEL['2M'];
    return whole;
  }

  split(page: SpaPage): void {
    this.small.add(Math.floor(page / REGION));
    this.broken.add(Math.floor(page / GIGABYTE));
  }
}
