import type { RmpConfig, RmpPreset } from '../vocabulary/rmp/config';
import { REGION_PAGES, RmpSize, type RmpEntry, type SpaPage } from '../vocabulary/rmp/entry';
import {
  baseOf,
  firmwareEntry,
  GpaTag,
  gpaField,
  hvFixedEntry,
  hypervisorEntry,
  newGuestMasks,
  taggedGpa,
} from './entry';
import { largeRegion, smallRegion, uniformRegion, type Region } from './region';

/** A run of pages in one state; regions inside are built when they are first looked at. */
export type LayoutRange = RmpPreset;

/** The entry of page number `index` of a range, with what its state means for every field. rmp.md 1.2, 1.6. */
function entryOf(range: LayoutRange, index: number, vmpls: number, fullMask: number): RmpEntry {
  const gpa = gpaField(range.gpa + index);
  switch (range.state) {
    case 'Hypervisor':
      return hypervisorEntry(vmpls);
    case 'HV-Fixed':
      return hvFixedEntry(vmpls);
    case 'Firmware':
      return { ...firmwareEntry(vmpls), size: range.size };
    case 'Firmware-IOMMU':
      return { ...firmwareEntry(vmpls), size: range.size, gpa: taggedGpa(GpaTag.firmwareIommu, range.gpa + index) };
    case 'Metadata':
      return { ...firmwareEntry(vmpls), size: range.size, gpa: taggedGpa(GpaTag.metadata, range.gpa + index) };
    case 'Context':
      return { ...firmwareEntry(vmpls), size: range.size, vmsa: true };
    case 'Reclaim':
      return { ...firmwareEntry(vmpls), size: range.size, immutable: false, gpa };
    default:
      return {
        assigned: true,
        size: range.size,
        immutable: range.state === 'Pre-Guest' || range.state === 'Pre-Swap',
        gpa,
        asid: range.asid,
        vmsa: false,
        validated: range.state === 'Pre-Swap' || range.state === 'Guest-Valid',
        masks: newGuestMasks(vmpls, fullMask),
      };
  }
}

/** Regions that hold the same for every machine; written copies of them are made first. */
interface Templates {
  readonly hypervisor: Region;
  readonly hvFixed: Region;
  readonly firmware: Region;
}
const TEMPLATES: readonly Templates[] = [1, 2, 3, 4].map((vmpls) => ({
  hypervisor: uniformRegion(hypervisorEntry(vmpls), true),
  hvFixed: uniformRegion(hvFixedEntry(vmpls), true),
  firmware: uniformRegion(firmwareEntry(vmpls), true),
}));

const isAssignedState = ({ state }: LayoutRange): boolean => state !== 'Hypervisor' && state !== 'HV-Fixed';

/** What the RMP holds before anyone writes it: ranges, the later ones over the earlier ones; else Hypervisor. */
export class Layout {
  private readonly vmpls: number;
  private readonly fullMask: number;
  private readonly templates: Templates;

  constructor(
    config: RmpConfig,
    readonly ranges: readonly LayoutRange[],
  ) {
    this.vmpls = config.vmpls;
    this.fullMask = config.assumptions.VMPL_FULL_MASK;
    this.templates = TEMPLATES[this.vmpls - 1]!;
  }

  /** The region of `base` as the ranges say; the same object for regions that hold nothing of their own. */
  region(base: SpaPage): Region {
    let region = this.templates.hypervisor;
    for (const range of this.ranges) {
      if (range.spa >= base + REGION_PAGES || range.spa + range.pages <= base) continue;
      region = this.placed(region, range, base);
    }
    return region;
  }

  private placed(below: Region, range: LayoutRange, base: SpaPage): Region {
    const whole = range.spa <= base && range.spa + range.pages >= base + REGION_PAGES;
    if (whole && range.state === 'Hypervisor') return this.templates.hypervisor;
    if (whole && range.state === 'HV-Fixed') return this.templates.hvFixed;
    if (range.size === RmpSize.size2M && isAssignedState(range))
      return largeRegion(entryOf(range, base - range.spa, this.vmpls, this.fullMask));
    if (whole && range.state === 'Firmware') return this.templates.firmware;
    const entries = below.large
      ? new Array<RmpEntry>(REGION_PAGES).fill(hypervisorEntry(this.vmpls))
      : below.entries.slice();
    const first = Math.max(range.spa, base);
    const end = Math.min(range.spa + range.pages, base + REGION_PAGES);
    for (let page = first; page < end; page++)
      entries[page - base] = entryOf(range, page - range.spa, this.vmpls, this.fullMask);
    return smallRegion(entries);
  }

  /** Bases of the regions where some page may be assigned. */
  *assignedBases(): Iterable<SpaPage> {
    for (const range of this.ranges) {
      if (!isAssignedState(range)) continue;
      for (let base = baseOf(range.spa); base < range.spa + range.pages; base += REGION_PAGES) yield base;
    }
  }

  /** Bases of the regions that are not plain Hypervisor. */
  *namedBases(): Iterable<SpaPage> {
    for (const range of this.ranges)
      for (let base = baseOf(range.spa); base < range.spa + range.pages; base += REGION_PAGES) yield base;
  }
}
