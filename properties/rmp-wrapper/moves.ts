import { REGION_PAGES, type SpaPage } from '../../model/vocabulary/rmp/entry';
import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { PgLevel, WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import { Weights, type Draw } from '../engine/draw';
import type { CaseContext } from '../rmp/generator/context';

/** A case under way. */
export interface WrapperCase {
  readonly draw: Draw;
  readonly context: CaseContext;
  readonly config: WrapperConfig;
  readonly moves: Weights<MoveName>;
  /** Order of the compound page at a head. */
  readonly compounds: Map<SpaPage, number>;
  /** Pages that are on the leak list: a page has one link. */
  readonly leaked: Set<SpaPage>;
}

const PAGE = 4096;
/** Beyond all RAM; beyond 52 bits of address; where a shift by 12 leaves nothing. */
const ODD_PAGES = [2 ** 27, 2 ** 40 - 1, 2 ** 40, 2 ** 51, 2 ** 52];
const SPLIT_FAILS_PERCENT = 4;
const LARGE_PERCENT = 45;
/** A dump reads a whole region for each page. */
const MOST_DUMPED = 4;

const splitFails = ({ draw }: WrapperCase): boolean => draw.chance(SPLIT_FAILS_PERCENT);

/** A region for a large conversion, a page for a small one. */
function place({ draw, context }: WrapperCase): { readonly page: SpaPage; readonly level: PgLevel } {
  return draw.chance(LARGE_PERCENT) ? { page: context.region(), level: 2 } : { page: context.page(), level: 1 };
}

function makePrivate(c: WrapperCase): WrapperOp {
  const { page, level } = place(c);
  const gpa = c.context.drawGpa(page) * PAGE;
  const immutable = c.draw.chance(15);
  const asid = immutable && c.draw.chance(30) ? 0 : c.context.asid();
  return { op: 'makePrivate', page, level, splitFails: splitFails(c), gpa: asid === 0 ? 0 : gpa, asid, immutable };
}

const makeShared = (c: WrapperCase): WrapperOp => ({ op: 'makeShared', ...place(c), splitFails: splitFails(c) });

/** A 2M region with a large entry, if there is one: the others are refused. */
const psmash = ({ draw, context }: WrapperCase): WrapperOp => ({
  op: 'psmash',
  page: draw.chance(85) ? context.regionWhere((head) => head.assigned && head.size === 1) : context.page(),
});

const lookup = ({ context }: WrapperCase): WrapperOp => ({ op: 'lookup', page: context.page() });

/** Arguments that no caller should pass: no RAM, unaligned, 1G, addresses that do not exist. */
function odd(c: WrapperCase): WrapperOp {
  const page = c.draw.chance(50) ? c.draw.pick(ODD_PAGES) : c.context.page();
  const level = c.draw.pick<PgLevel>([1, 2, 3]);
  switch (c.draw.int(4)) {
    case 0:
      return { op: 'lookup', page };
    case 1:
      return { op: 'psmash', page };
    case 2:
      return { op: 'makeShared', page, level, splitFails: false };
    default:
      return { op: 'makePrivate', page, level, splitFails: false, gpa: PAGE, asid: c.context.asid(), immutable: false };
  }
}

/** Another CPU, the firmware or the guest at work. */
function elsewhere({ draw, context }: WrapperCase): WrapperOp {
  const page = context.page();
  if (draw.chance(60)) return { op: 'elsewhere', rmp: { op: 'busy', spa: page, busy: draw.chance(50) } };
  return { op: 'elsewhere', rmp: { op: 'pageReclaim', spa: page * PAGE, size: 0, reserved: false } };
}

const dump = ({ draw, context }: WrapperCase): WrapperOp => {
  const page = context.page();
  const level = draw.pick<PgLevel>([1, 2]);
  const offset = level === 2 ? page % REGION_PAGES : 0;
  return { op: 'dump', hva: (REGION_PAGES + offset) * PAGE, leaf: { page: page - offset, level } };
};

const isFree = ({ config, leaked, compounds }: WrapperCase, first: SpaPage, pages: number): boolean => {
  const end = first + pages;
  const isRam = config.ram.some((range) => first >= range.spa && end <= range.spa + range.pages);
  const meets = (at: SpaPage, length: number): boolean => at < end && at + length > first;
  return isRam && ![...leaked].some((page) => meets(page, 1)) && ![...compounds].some(([h, o]) => meets(h, 2 ** o));
};

/** A compound page, whole, or single pages: what the allocator gave out together is leaked together. */
function leak(c: WrapperCase): WrapperOp {
  const { draw, context, compounds, leaked } = c;
  const head = [...compounds.keys()].find((page) => !leaked.has(page));
  const first = head ?? context.page();
  const pages = head === undefined ? 1 + draw.int(4) : 2 ** compounds.get(head)! + (draw.chance(30) ? 1 : 0);
  const isPossible = head === undefined ? isFree(c, first, pages) : isTailFree(c, head, pages);
  if (!isPossible) return lookup(c);
  for (let i = 0; i < pages; i++) leaked.add(first + i);
  return { op: 'leak', page: first, pages, dump: pages <= MOST_DUMPED && draw.chance(10) };
}

/** True if what is leaked behind the compound page at `head` is RAM that is neither leaked nor part of another one. */
function isTailFree(c: WrapperCase, head: SpaPage, pages: number): boolean {
  const own = 2 ** c.compounds.get(head)!;
  return pages === own || isFree(c, head + own, pages - own);
}

function makeCompound(c: WrapperCase): WrapperOp {
  const order = c.draw.pick([1, 2, 9]);
  const page = c.context.page();
  const head = page - (page % 2 ** order);
  if (!isFree(c, head, 2 ** order)) return lookup(c);
  c.compounds.set(head, order);
  return { op: 'makeCompound', page: head, order };
}

export const MOVES = { makePrivate, makeShared, psmash, lookup, odd, elsewhere, dump, leak, makeCompound };
export type MoveName = keyof typeof MOVES;

/** What a case concentrates on. */
export const THEMES: Readonly<Record<string, Weights<MoveName>>> = {
  conversions: new Weights<MoveName>([
    [30, 'makePrivate'],
    [26, 'makeShared'],
    [14, 'psmash'],
    [22, 'lookup'],
    [6, 'elsewhere'],
    [2, 'odd'],
  ]),
  hostile: new Weights<MoveName>([
    [40, 'odd'],
    [20, 'makePrivate'],
    [20, 'lookup'],
    [10, 'elsewhere'],
    [3, 'dump'],
  ]),
  leaks: new Weights<MoveName>([
    [30, 'leak'],
    [25, 'makeCompound'],
    [20, 'makePrivate'],
    [15, 'makeShared'],
    [10, 'lookup'],
  ]),
};
