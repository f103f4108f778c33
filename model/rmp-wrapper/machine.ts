import { encodeNewState } from '../rmp/formats/software';
import { createRmpModel } from '../rmp';
import type { Machine } from '../vocabulary/plain';
import { REGION_PAGES, RmpSize, type SpaPage } from '../vocabulary/rmp/entry';
import type { RmpNewState } from '../vocabulary/rmp/op';
import { RmpCode } from '../vocabulary/rmp/outcome';
import type { RmpView } from '../vocabulary/rmp/view';
import type { WrapperConfig } from '../vocabulary/rmp-wrapper/config';
import type { MakePrivateOp, MakeSharedOp, WrapperOp } from '../vocabulary/rmp-wrapper/op';
import { wrapperOutcome, type WrapperEvent, type WrapperOutcome } from '../vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../vocabulary/rmp-wrapper/view';
import { ModelDirectMap } from './direct-map';
import { LeakList } from './leak-list';
import { MachineOracle } from './oracle';

const PAGE = 4096;
const EFAULT = -14;
const ENOMEM = -12;
const ENODEV = -19;
const EINVAL = -22;
const GIGABYTE_PAGES = 2 ** 18;
const LEVEL_4K = 1;
const LEVEL_2M = 2;

/**
 * What a host kernel's calls on the RMP must do: rmp.md 2.1 "Linux wrapper", 2.2, 6 "host RMPUPDATE wrapper", look-up of 1.4.
 * Events are those with an effect: RMPUPDATE, PSMASH, splits of the direct map.
 */
export class RmpWrapperModel implements Machine<WrapperOp, WrapperOutcome, WrapperView> {
  readonly view: WrapperView;
  private readonly rmp: MachineOracle;
  private readonly directMap: ModelDirectMap;
  private readonly leaks = new LeakList();
  /** The kernel found an RMP that it can use. */
  private readonly hasSnp: boolean;

  constructor(config: WrapperConfig) {
    this.rmp = new MachineOracle(createRmpModel(config.rmp));
    this.directMap = new ModelDirectMap(config);
    this.hasSnp = config.hostSnp && config.iommuSnp && isRamCovered(config, this.rmp.view);
    this.view = {
      rmp: this.rmp.view,
      directMapLevel: (spa) => this.directMap.level(Math.floor(spa / PAGE)),
      leaked: () => this.leaks.snapshot(),
    };
  }

  step(op: WrapperOp): WrapperOutcome {
    switch (op.op) {
      case 'lookup':
        return this.lookup(op.page);
      case 'makePrivate': {
        const { gpa, asid, immutable } = op;
        return this.update(op, { assigned: true, gpa, asid, immutable });
      }
      case 'makeShared':
        return this.update(op, { assigned: false, gpa: 0, asid: 0, immutable: false });
      case 'psmash':
        return this.psmash(op.page);
      case 'leak':
        this.leaks.leak(op.page, op.pages);
        return wrapperOutcome();
      case 'makeCompound':
        this.leaks.makeCompound(op.page, op.order);
        return wrapperOutcome();
      case 'elsewhere':
        this.rmp.apply(op.rmp);
        return wrapperOutcome();
      // What they clear and switch is not part of this model: reference/linux/sev/sev.test.ts has it.
      case 'prepare':
      case 'shutdown':
      case 'dump':
        return wrapperOutcome();
    }
  }

  /** Ownership from the page's own entry, level from that of the 2M-aligned page. rmp.md 1.4. */
  private lookup(page: SpaPage): WrapperOutcome {
    if (!this.hasSnp) return wrapperOutcome({ value: ENODEV });
    const { view } = this.rmp;
    const own = view.covered(page) ? view.own(page) : null;
    const head = own === null ? null : view.own(page - (page % REGION_PAGES));
    if (own === null || head === null) return wrapperOutcome({ value: EFAULT });
    const level = head.size === RmpSize.size2M ? LEVEL_2M : LEVEL_4K;
    return wrapperOutcome({ value: 0, assigned: own.assigned, level });
  }

  private update(op: MakePrivateOp | MakeSharedOp, to: Omit<RmpNewState, 'size' | 'reserved'>): WrapperOutcome {
    if (!this.hasSnp) return wrapperOutcome({ value: ENODEV });
    if (!this.isAcceptable(op)) return wrapperOutcome({ value: EFAULT });
    const events: WrapperEvent[] = [];
    const spa = op.page * PAGE;
    // A 2M update needs no split: the whole region changes together.
    if (op.level === LEVEL_4K && this.directMap.level(op.page) > LEVEL_4K) {
      events.push({ event: 'split', spa, pages: 1, value: op.splitFails ? ENOMEM : 0 });
      if (op.splitFails) return wrapperOutcome({ value: EFAULT, events });
      this.directMap.split(op.page);
    }
    const size = op.level === LEVEL_4K ? RmpSize.size4K : RmpSize.size2M;
    const state = encodeNewState({ ...to, size, reserved: false });
    const code = this.rmp.rmpupdate(spa, state);
    events.push({ event: 'rmpupdate', spa, state, code, times: 1 });
    // An overlap may be another CPU's passing work, but one that stays is an error as any other (RMP-109).
    return wrapperOutcome({ value: code === RmpCode.success ? 0 : EFAULT, events });
  }

  /** RAM, whole regions for 2M; no RMP entry is larger than that. */
  private isAcceptable({ page, level }: MakePrivateOp | MakeSharedOp): boolean {
    if (level === LEVEL_4K) return this.directMap.isRam(page);
    return level === LEVEL_2M && page % REGION_PAGES === 0 && this.directMap.isRam(page);
  }

  private psmash(page: SpaPage): WrapperOutcome {
    if (!this.hasSnp) return wrapperOutcome({ value: ENODEV });
    if (!this.directMap.isRam(page)) return wrapperOutcome({ value: EINVAL });
    const spa = page * PAGE;
    const code = this.rmp.psmash(spa);
    return wrapperOutcome({ value: code, events: [{ event: 'psmash', spa, code }] });
  }
}

/** Linux refuses SNP unless all RAM is covered (rmp.md 1.5). Coverage ends at a whole GiB, or, in a flat table, once. */
function isRamCovered({ ram }: WrapperConfig, view: RmpView): boolean {
  return ram.every(({ spa, pages }) => {
    const last = spa + pages - 1;
    const gigabytes = Array.from(
      { length: Math.floor(last / GIGABYTE_PAGES) - Math.floor(spa / GIGABYTE_PAGES) },
      (_, i) => (Math.floor(spa / GIGABYTE_PAGES) + 1 + i) * GIGABYTE_PAGES,
    );
    return [spa, ...gigabytes, last].every((page) => view.covered(page));
  });
}
