import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';

const LG_2M = 21;
const LG_1G = 30;
const LEVELS = { '4K': 1, '2M': 2, '1G': 3, none: 0 } as const;

/** The kernel's direct map, by level; what was split stays split. Byte addresses. */
export class DirectMap {
  private readonly splitRegions = new Set<number>();
  private readonly splitGigabytes = new Set<number>();

  constructor(private readonly config: WrapperConfig) {}

  /** 1 for 4K, 2 for 2M, 3 for 1G; 0 where nothing is mapped. */
  level(spa: number): number {
    const whole = LEVELS[this.config.directMap];
    const page = Math.floor(spa / 4096);
    if (whole === 0 || !this.config.ram.some((r) => page >= r.spa && page < r.spa + r.pages)) return 0;
    if (this.splitRegions.has(Math.floor(spa / 2 ** LG_2M))) return LEVELS['4K'];
    return this.splitGigabytes.has(Math.floor(spa / 2 ** LG_1G)) ? Math.min(whole, LEVELS['2M']) : whole;
  }

  /** Splits whatever larger leaf maps the page at `spa` down to 4K. */
  split(spa: number): void {
    this.splitRegions.add(Math.floor(spa / 2 ** LG_2M));
    this.splitGigabytes.add(Math.floor(spa / 2 ** LG_1G));
  }
}
