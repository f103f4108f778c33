import type { RmpAssumptions } from '../vocabulary/rmp/assumption';
import type { RmpConfig } from '../vocabulary/rmp/config';
import type { RmpEntry, RmpState, SpaPage } from '../vocabulary/rmp/entry';
import { classify } from './classify';
import { checkRmpConfig } from './config';
import { baseOf, hypervisorEntry, newGuestMasks, noMasks, stubEntry } from './entry';
import { RmpTable } from './table';

/** Everything that an op may read or change. */
export class RmpMachineState {
  readonly table: RmpTable;
  readonly assume: RmpAssumptions;
  cpuSnpEnabled: boolean;
  /** Also: the platform is initialized, as firmware sees it (rmp.md 1.7). */
  iommuSnpEnabled: boolean;
  /** VM_HSAVE_PA as a page number. */
  hsave: SpaPage = 0;
  /** VMCB, VMSA and AVIC backing pages of running VMRUNs. rmp.md 3.7. */
  readonly inUse = new Set<SpaPage>();
  /** 2M regions that another CPU, or the firmware, works on. */
  readonly busy = new Set<SpaPage>();
  /** Masks of a page newly assigned to a guest, and of every other page. */
  readonly guestMasks: readonly number[];
  readonly noMasks: readonly number[];
  readonly hypervisorEntry: RmpEntry;
  readonly stubEntry: RmpEntry;

  /** Throws RmpConfigError if no machine can have `config`. */
  constructor(readonly config: RmpConfig) {
    checkRmpConfig(config);
    this.table = new RmpTable(config);
    this.assume = config.assumptions;
    this.cpuSnpEnabled = config.cpuSnpEnabled;
    this.iommuSnpEnabled = config.iommuSnpEnabled;
    this.guestMasks = newGuestMasks(config.vmpls, config.assumptions.VMPL_FULL_MASK);
    this.noMasks = noMasks(config.vmpls);
    this.hypervisorEntry = hypervisorEntry(config.vmpls);
    this.stubEntry = stubEntry(config.vmpls);
  }

  /** The named state of a page. rmp.md 1.6. */
  stateOf(page: SpaPage): RmpState {
    return this.table.covered(page) ? classify(this.table.stored(page)) : 'Default';
  }

  isBusy(page: SpaPage): boolean {
    return this.busy.size !== 0 && this.busy.has(baseOf(page));
  }

  /** A write to `page` has passed its checks. */
  written(page: SpaPage, writer: string): void {
    this.table.ghosts.written(page, writer);
    this.table.touch(page);
  }

  /** Some page of the 2M region is in use. */
  regionInUse(base: SpaPage): boolean {
    for (const page of this.inUse) if (baseOf(page) === base) return true;
    return false;
  }
}
