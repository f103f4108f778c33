import type { GhostTag, RmpEntry, RmpState, SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { rawU64 } from '../../../model/vocabulary/units';
import { DecodedEntries } from './decoded-entries';
import { slotOf } from './entry-bits';
import type { InBoxRmp } from './in-box';
import { NOBODY, writerName } from './writer';

/** Of a page that nobody wrote, and that never changed hands. */
const NO_TAG: GhostTag = { epoch: 0, writer: '', writtenIn: 0 };

/** The in-box RMP as every implementation shows itself. Pages may carry the C-bit, as addresses on the bus do. */
export class InBoxRmpView implements RmpView {
  private readonly decoded = new DecodedEntries();

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
    const plain = this.strip(page);
    return this.r.parts.covered(this.r, plain) ? this.decode(plain) : null;
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
    if (!ghost.has(page)) return NO_TAG;
    const epoch = ghost.epoch(page);
    const writer = ghost.writer(page);
    if (epoch === 0 && writer === NOBODY) return NO_TAG;
    return { epoch, writer: writerName(writer), writtenIn: ghost.writtenIn(page) };
  }

  touchedRegions(): readonly SpaPage[] {
    return this.r.touchedRegions();
  }

  revision(base: SpaPage): number {
    const plain = this.strip(base);
    const tags = this.r.ghost.revision(base);
    return this.r.parts.covered(this.r, plain) ? tags + this.r.regions.revision(this.r, plain) : tags;
  }

  private strip(page: SpaPage): SpaPage {
    return this.r.parts.stripCBit(this.r, page);
  }

  private decode(page: SpaPage): RmpEntry {
    return this.decoded.at(this.r, this.r.regionOf(page).words, slotOf(page));
  }
}
