import type { Machine } from '../../../model/vocabulary/plain';
import { REGION_PAGES, RmpSize, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../../model/vocabulary/rmp-wrapper/op';
import { wrapperOutcome, type WrapperEvent, type WrapperOutcome } from '../../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../../model/vocabulary/rmp-wrapper/view';
import { createInBoxRmp, type InBoxRmp } from '../rmp';
import { conversionOf, newStateOf, type Conversion } from './conversion';
import { Errno } from './errno';
import { PageMemory } from './memory';
import type { WrapperParts } from './parts';

const PAGE_BYTES = 4096;
/** An instruction that was repeated so often, with one answer, will be for ever. */
const FOR_EVER = 1000;

/** The in-box kernel: its RMP code over the in-box RMP. State is here, every decision in a part. */
export class InBoxWrapper implements Machine<WrapperOp, WrapperOutcome, WrapperView> {
  readonly rmp: InBoxRmp;
  readonly memory: PageMemory;
  readonly view: WrapperView;
  readonly leaked: SpaPage[] = [];
  private leakedPages = 0;
  private readonly isUsed: boolean;
  private isOver = false;

  constructor(
    readonly config: WrapperConfig,
    readonly parts: WrapperParts,
  ) {
    this.rmp = createInBoxRmp(config.rmp);
    this.memory = new PageMemory(config);
    this.isUsed = parts.isUsable(this);
    this.view = {
      rmp: this.rmp.view,
      directMapLevel: (spa) => this.memory.directLevel(Math.floor(spa / PAGE_BYTES)),
      leaked: () => ({ count: this.leakedPages, pages: this.leaked.slice() }),
    };
  }

  step(op: WrapperOp): WrapperOutcome {
    if (this.isOver) return wrapperOutcome({ end: 'over' });
    const outcome = this.call(op);
    this.isOver = outcome.end !== 'ok';
    return outcome;
  }

  private call(op: WrapperOp): WrapperOutcome {
    switch (op.op) {
      case 'elsewhere':
        this.rmp.step(op.rmp);
        return wrapperOutcome();
      case 'makeCompound':
        this.memory.makeCompound(op.page, op.order);
        return wrapperOutcome();
      case 'leak':
        this.leaked.push(...this.parts.listed(this, op.page, op.pages));
        this.leakedPages += op.pages;
        return wrapperOutcome();
      // Their effects are registers and prints: no part of this machine.
      case 'prepare':
      case 'shutdown':
      case 'dump':
        return wrapperOutcome();
      default:
        return this.isUsed ? this.callRmp(op) : wrapperOutcome({ value: this.parts.unused });
    }
  }

  private callRmp(op: Extract<WrapperOp, { op: 'lookup' | 'psmash' | 'makePrivate' | 'makeShared' }>): WrapperOutcome {
    const { parts } = this;
    if (op.op === 'lookup') return this.lookUp(op.page);
    if (op.op === 'psmash') return this.psmash(op.page);
    const page = parts.target(this, op.page, op.level);
    if (page < 0) return wrapperOutcome({ value: Errno.fault });
    return parts.convert(this, conversionOf(op, page));
  }

  private lookUp(page: SpaPage): WrapperOutcome {
    if (!this.rmp.view.covered(page)) return wrapperOutcome({ value: Errno.fault });
    const { parts } = this;
    return wrapperOutcome({ value: 0, assigned: parts.isAssigned(this, page), level: parts.levelOf(this, page) });
  }

  private psmash(page: SpaPage): WrapperOutcome {
    if (!this.memory.hasStructPage(page)) return wrapperOutcome({ value: Errno.invalid });
    const code = this.rmp.psmash(page);
    return wrapperOutcome({ value: code, events: [{ event: 'psmash', spa: page * PAGE_BYTES, code }] });
  }

  /** The direct map's split for a conversion. */
  split({ page, splitFails }: Conversion): WrapperEvent {
    if (!splitFails) this.memory.splitFor(page);
    return { event: 'split', spa: page * PAGE_BYTES, pages: 1, value: splitFails ? Errno.noMemory : 0 };
  }

  /** RMPUPDATE, as often as the part says. */
  update(conversion: Conversion): Extract<WrapperEvent, { event: 'rmpupdate' }> {
    const { page, isLarge, isAssigned, gpa, asid, isImmutable } = conversion;
    const size = isLarge ? RmpSize.size2M : RmpSize.size4K;
    const to = { assigned: isAssigned, size, immutable: isImmutable, gpa, asid, reserved: false };
    const spa = page * PAGE_BYTES;
    let code: number;
    let times = 0;
    do {
      ({ code } = this.rmp.step({ op: 'rmpupdate', spa, asid: 0, to }));
      times++;
    } while (this.parts.repeats(code) && times < FOR_EVER);
    return { event: 'rmpupdate', spa, state: newStateOf(conversion), code, times };
  }

  /** What a conversion returns after its last RMPUPDATE; it does not, if that would be repeated for ever. */
  ended(events: readonly WrapperEvent[], code: number): WrapperOutcome {
    if (this.parts.repeats(code)) return wrapperOutcome({ end: 'hung', why: 'RMPUPDATE is repeated for ever', events });
    return wrapperOutcome({ value: this.parts.errnoOf(code), events });
  }
}

/** The 2M-aligned page of the region. */
export const regionHead = (page: SpaPage): SpaPage => page - (page % REGION_PAGES);
