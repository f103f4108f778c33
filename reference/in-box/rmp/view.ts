import type { GhostTag, RmpEntry, RmpState, SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { rawU64 } from '../../../model/vocabulary/units';
import { ASSIGNED, baseOf, IMMUTABLE, SIZE_2M, slotOf, VALIDATED, VMSA } from './entry-bits';
import type { InBoxRmp } from './in-box';
import { writerName } from './writer';

/** The in-box RMP as every implementation shows itself. Pages may carry the C-bit, as addresses on the bus do. */
export class InBoxRmpView implements RmpView {
  constructor(private readonly r: InBoxRmp) {}

  get cpuSnpEnabled(): boolean {
    return this.r.cpuSnpEnabled;
  }

  get iommuSnpEnabled(): boolean {
    return this.r.iommuSnpEnabled;
  }

  covered(page: SpaPage): boolean {
    return this.r.parts.covered(this.r, this.strip(page));
  }

  entryAddress(page: SpaPage): number | null {
    return this.covered(page) ? this.r.parts.entryAddress(this.r, this.strip(page)) : null;
  }

  own(page: SpaPage): RmpEntry | null {
    return this.covered(page) ? this.decode(this.strip(page)) : null;
  }

  effective(address: SpaPage): RmpEntry | null {
    if (!this.covered(address)) return null;
    const { parts } = this.r;
    const page = this.strip(address);
    return {
      ...this.decode(parts.authority(this.r, page)),
      gpa: parts.effectiveGpa(this.r, page),
      size: parts.isLarge(this.r, page) ? 1 : 0,
    };
  }

  subCount(base: SpaPage): number {
    return this.covered(base) ? this.r.parts.subOf(this.r.regionOf(this.strip(base)).words, 0) : 0;
  }

  state(page: SpaPage): RmpState {
    return this.r.state(this.strip(page));
  }

  raw(page: SpaPage): readonly [bigint, bigint] | null {
    if (!this.covered(page)) return null;
    const { words } = this.r.regionOf(this.strip(page));
    const at = slotOf(page);
    return [rawU64(words[at]!, words[at + 1]!), rawU64(words[at + 2]!, words[at + 3]!)];
  }

  ghost(page: SpaPage): GhostTag {
    const { ghost } = this.r;
    return { epoch: ghost.epoch(page), writer: writerName(ghost.writer(page)), writtenIn: ghost.writtenIn(page) };
  }

  touchedRegions(): readonly SpaPage[] {
    return this.r.touchedRegions().map(baseOf);
  }

  private strip(page: SpaPage): SpaPage {
    return this.r.parts.stripCBit(this.r, page);
  }

  private decode(page: SpaPage): RmpEntry {
    const { parts, config } = this.r;
    const { words } = this.r.regionOf(page);
    const at = slotOf(page);
    const flags = words[at]!;
    const high = words[at + 1]!;
    // Rules decode millions of entries: no closure here.
    const masks: number[] = [];
    for (let vmpl = 0; vmpl < config.vmpls; vmpl++) masks.push(parts.maskOf(words, at, vmpl));
    return {
      assigned: (flags & ASSIGNED) !== 0,
      size: (flags & SIZE_2M) !== 0 ? 1 : 0,
      immutable: (flags & IMMUTABLE) !== 0,
      gpa: parts.gpaOf(words, at),
      asid: parts.asidOf(words, at),
      vmsa: (high & VMSA) !== 0,
      validated: (high & VALIDATED) !== 0,
      masks,
    };
  }
}
