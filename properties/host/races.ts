import type { HostConfig } from '../../model/vocabulary/host/config';
import { privatePages } from '../../model/vocabulary/host/config';
import { guestOf } from '../../model/vocabulary/host/holder';
import { GuestFault } from '../../model/vocabulary/host/own-step';
import type { DmaStep, GuestAccessStep, PvalidateStep, RmpUpdateStep } from '../../model/vocabulary/host/own-step';
import type { ReadRmpStep } from '../../model/vocabulary/host/policy-step';
import type { LogStep } from '../../model/vocabulary/host/step';
import { StepKind } from '../../model/vocabulary/host/step-kind';
import type { Goal } from '../../model/vocabulary/verdict';
import type { SpaPage } from '../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../model/vocabulary/rmp/outcome';
import type { HostFacts } from './facts/facts';
import { pagesOf } from './facts/leaves';
import { regionOf } from './facts/ownership';
import { Window, windowOf } from './facts/windows';

/** The races of rmp.md 5.5, each with the situation that counts as having met it: sound software meets them and holds. */
export const RACES = {
  RC1: 'an RMPUPDATE or PSMASH met a region that another CPU worked on',
  RC2: 'another actor came between a look-up that said 2M and the RMPUPDATE in that region',
  RC3: 'a PSMASH found the region split already',
  RC4: 'a guest came through a nested 2M leaf over 4K RMP entries',
  RC5: 'a request was served by a line of the IOTLB whose leaf was gone',
  RC6: 'an RMPUPDATE to Hypervisor failed, and the page was to be given back',
  RC7: 'a guest asked for a private page under a live 2M leaf to shared ones',
  RC8: 'a PSMASH, of whatever kind, under a live trusted 2M leaf',
  RC9: 'a guest came to a page that it had validated and that was exchanged since',
  RC10: 'another actor came between PVALIDATE(0) and the request for shared',
  RC11: 'a guest came to a page whose attribute said private and that was not assigned yet',
  RC12: 'a page of a region that could be one 2M entry was prepared at 4K, as others in it were assigned already',
  RC13: 'two look-ups of one protocol disagreed about the level of a region',
  RC14: 'somebody came to a Pre-Guest page before the firmware had looked at it',
} as const;
export type RaceId = keyof typeof RACES;
export const RACE_IDS = Object.keys(RACES) as readonly RaceId[];

const NEVER = Object.fromEntries(RACE_IDS.map((race) => [race, 0])) as Record<RaceId, number>;
const NONE = -1;

/** What one actor has seen last. `turn`: when; another number means that others came meanwhile. */
class Actor {
  lookedAt = NONE;
  level = 0;
  turn = NONE;
  rescindTurn = NONE;

  reset(): void {
    this.lookedAt = this.turn = this.rescindTurn = NONE;
  }
}

/** Counts how often a search met each race. Looks at each step with the facts as they were before it. */
export class Races {
  readonly met: Record<RaceId, number> = { ...NEVER };
  private actors: Actor[] = [];
  private turn = 0;
  private lastActor = NONE;
  /** Pages with the attribute private, and those that the RMP has given to the guest: by guest and GPA page. */
  private attributes: Uint8Array[] = [];
  private given: Uint8Array[] = [];
  /** Who made a region's pages Pre-Guest. */
  private makers = new Int16Array(0);

  /** As a verdict tells them. */
  list(): readonly Goal[] {
    return RACE_IDS.map((race) => {
      const count = this.met[race];
      return { name: race, statement: RACES[race], count, reached: count > 0 };
    });
  }

  reset({ guests }: HostConfig, facts: HostFacts): void {
    while (this.actors.length < facts.faults.length) this.actors.push(new Actor());
    for (const actor of this.actors) actor.reset();
    this.attributes = guests.map(({ regions }, guest) => {
      const pages = new Uint8Array(facts.io.windows.regions[guest]! * REGION_PAGES);
      regions.forEach((start, r) => pages.fill(1, r * REGION_PAGES, r * REGION_PAGES + privatePages(start)));
      return pages;
    });
    this.given = this.attributes.map((pages) => pages.slice());
    this.makers = new Int16Array(facts.directSplit.length).fill(NONE);
    this.turn = 0;
    this.lastActor = NONE;
  }

  note(facts: HostFacts, step: LogStep, actor: number): void {
    if (actor !== this.lastActor) this.turn++;
    this.lastActor = actor;
    switch (step.kind) {
      case StepKind.rmpupdate:
        this.update(facts, step, actor);
        break;
      case StepKind.psmash:
      case StepKind.psmashIo:
        this.smash(facts, step.spa, step.code, actor);
        break;
      case StepKind.readRmp:
        this.lookUp(step, this.actors[actor + 1]!);
        break;
      case StepKind.guestAccess:
        if (step.isPrivate) this.guestCame(facts, step);
        break;
      case StepKind.pvalidate:
        this.guestCame(facts, step);
        if (!step.validate) this.actors[actor + 1]!.rescindTurn = this.turn;
        break;
      case StepKind.dma:
        this.request(facts, step);
        break;
      case StepKind.ask:
        if (step.isPrivate) this.askPrivate(facts, step.guest, step.gfn);
        else if (this.cameBetween(this.actors[actor + 1]!.rescindTurn)) this.met.RC10++;
        this.actors[actor + 1]!.rescindTurn = NONE;
        break;
      case StepKind.attrSet:
        this.attributes[step.guest]!.fill(step.isPrivate ? 1 : 0, step.gfn, step.gfn + step.n);
        break;
      case StepKind.reclaim:
        if (facts.ownership.immutable[step.spa] === 1 && this.isForeign(step.spa, actor)) this.met.RC14++;
        break;
      default:
    }
  }

  private cameBetween(turn: number): boolean {
    return turn !== NONE && turn !== this.turn;
  }

  private isForeign(spa: SpaPage, actor: number): boolean {
    return this.makers[regionOf(spa)] !== actor;
  }

  private update(facts: HostFacts, step: RmpUpdateStep, actor: number): void {
    const { spa, lg, asid, code, immutable, done } = step;
    const { ownership } = facts;
    const own = this.actors[actor + 1]!;
    if (code === RmpCode.failInUse) this.met.RC1++;
    if (own.lookedAt === regionOf(spa) && own.level === 21 && this.cameBetween(own.turn)) this.met.RC2++;
    own.lookedAt = NONE;
    if (asid === 0 && code !== RmpCode.success) this.met.RC6++;
    if (asid !== 0 && lg === 12 && !immutable && this.couldBeLarge(facts, spa)) this.met.RC12++;
    if (ownership.immutable[spa] === 1 && this.isForeign(spa, actor)) this.met.RC14++;
    if (immutable && done > 0) this.makers[regionOf(spa)] = actor;
    for (let page = spa; page < spa + done * pagesOf(lg); page++) {
      const guest = guestOf(facts.holders.holder[page]!);
      if (guest >= 0) this.given[guest]![facts.holders.gfn[page]!] = asid === 0 ? 0 : 1;
    }
  }

  /** The region backs one of the guest's in one piece, and some page of it is assigned. */
  private couldBeLarge({ ownership, holders }: HostFacts, spa: SpaPage): boolean {
    if (ownership.assignedIn[regionOf(spa)] === 0) return false;
    const base = spa - (spa % REGION_PAGES);
    const end = base + REGION_PAGES - 1;
    const { holder, gfn } = holders;
    const isWhole = holder[base] === holder[spa] && holder[end] === holder[spa];
    return isWhole && gfn[base]! % REGION_PAGES === 0 && gfn[end] === gfn[base]! + REGION_PAGES - 1;
  }

  private smash(facts: HostFacts, spa: SpaPage, code: number, actor: number): void {
    if (code === RmpCode.failInUse) this.met.RC1++;
    if (code === RmpCode.failNotSuitable && facts.ownership.asid[spa] !== 0) this.met.RC3++;
    if (facts.ownership.immutable[spa] === 1 && this.isForeign(spa, actor)) this.met.RC14++;
    if (code !== RmpCode.success) return;
    for (let guest = 0; guest < facts.nested.length; guest++) {
      const window = windowOf(guest, Window.trusted);
      if (facts.isLive(window) && facts.io.leaves[window]!.largeOn[regionOf(spa)]! > 0) this.met.RC8++;
    }
  }

  private lookUp({ spa, lg, assigned }: ReadRmpStep, own: Actor): void {
    const region = regionOf(spa);
    if (!assigned) return;
    if (own.lookedAt === region && own.level !== lg && this.cameBetween(own.turn)) this.met.RC13++;
    own.lookedAt = region;
    own.level = lg;
    own.turn = this.turn;
  }

  private guestCame(facts: HostFacts, { guest, gfn, fault }: GuestAccessStep | PvalidateStep): void {
    const { ownership } = facts;
    const nested = facts.nested[guest]!;
    const region = regionOf(gfn);
    const spa = nested.spaAt(gfn);
    const large = nested.largeSpa[region]!;
    if (large >= 0 && nested.largePrivate[region] === 1 && ownership.large[regionOf(large)] === 0) this.met.RC4++;
    const isUnready = this.attributes[guest]![gfn] === 1 && this.given[guest]![gfn] === 0;
    if (fault !== GuestFault.none && isUnready) this.met.RC11++;
    const isOwn = spa >= 0 && ownership.asid[spa] === facts.asidOf(guest);
    if (isOwn && facts.guestValidated[guest]![gfn] === 1 && ownership.validated[spa] === 0) this.met.RC9++;
  }

  private request({ io }: HostFacts, { device, t, iova, hit, probe }: DmaStep): void {
    if (hit && !probe && io.aimOf(device, t, iova) < 0) this.met.RC5++;
  }

  private askPrivate(facts: HostFacts, guest: number, gfn: number): void {
    const window = windowOf(guest, Window.untrusted);
    if (facts.isLive(window) && facts.io.leaves[window]!.lgAt(gfn) >= 21) this.met.RC7++;
  }
}
