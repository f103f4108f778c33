import { REGION_PAGES, type GhostTag, type RmpEntry, type RmpState, type SpaPage } from '../vocabulary/rmp/entry';
import type { RmpView } from '../vocabulary/rmp/view';
import { encodeRaw } from './formats/raw';
import type { RmpMachineState } from './state';

/** The state, for whoever compares or judges. Page numbers may carry the C-bit (RMP-003). */
export class RmpModelView implements RmpView {
  constructor(private readonly rmp: RmpMachineState) {}

  get cpuSnpEnabled(): boolean {
    return this.rmp.cpuSnpEnabled;
  }

  get iommuSnpEnabled(): boolean {
    return this.rmp.iommuSnpEnabled;
  }

  covered(page: SpaPage): boolean {
    return this.rmp.table.covered(this.plain(page));
  }

  entryAddress(page: SpaPage): number | null {
    return this.rmp.table.coverage.entryAddress(this.plain(page));
  }

  own(page: SpaPage): RmpEntry | null {
    return this.rmp.table.own(this.plain(page));
  }

  effective(page: SpaPage): RmpEntry | null {
    return this.rmp.table.effective(this.plain(page));
  }

  subCount(base: SpaPage): number {
    return this.rmp.table.subCount(this.plain(base));
  }

  state(page: SpaPage): RmpState {
    return this.rmp.stateOf(this.plain(page));
  }

  raw(page: SpaPage): readonly [bigint, bigint] | null {
    const p = this.plain(page);
    const entry = this.rmp.table.own(p);
    if (entry === null) return null;
    return encodeRaw(entry, p % REGION_PAGES === 0 ? this.rmp.table.subCount(p) : 0);
  }

  ghost(page: SpaPage): GhostTag {
    return this.rmp.table.ghosts.tag(this.plain(page));
  }

  touchedRegions(): readonly SpaPage[] {
    return this.rmp.table.touchedRegions();
  }

  revision(base: SpaPage): number {
    return this.rmp.table.revision(this.plain(base));
  }

  private plain(page: SpaPage): SpaPage {
    return this.rmp.table.withoutCBit(page);
  }
}
