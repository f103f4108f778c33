import { firstPort } from '../../../model/vocabulary/host/importer';
import type { LogStep } from '../../../model/vocabulary/host/step';
import { domainOf, StepKind } from '../../../model/vocabulary/host/step-kind';
import { systemRegions } from '../../../model/vocabulary/host/layout';
import { holderName } from '../../../model/vocabulary/host/holder';
import { REGION_PAGES, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { MemoryKind, RegionState } from '../../../model/vocabulary/picture';
import { subPages } from '../../rmp/picture/regions';
import type { HostFacts } from '../facts/facts';
import { pagesOf, type Leaves } from '../facts/leaves';

/** One IO leaf of one domain. */
export interface IoLeaf {
  readonly first: number;
  readonly target: SpaPage;
  readonly lg: number;
  readonly kind: MemoryKind;
  /** `mixed` where not all that it leads to is of that kind. */
  readonly mark: string;
}

/** The host at one moment, as far as a picture shows it: facts go on changing, this does not. */
export interface HostSnapshot {
  /** IO leaves by number of the window, pages counted from its beginning; behind the windows, those of ports. */
  readonly leaves: readonly (readonly IoLeaf[])[];
  /** 2M regions of RAM, in order. */
  readonly regions: readonly RegionState[];
}

const kindOf = ({ ownership, holders }: HostFacts, spa: SpaPage): MemoryKind => {
  if (holders.isMmio(spa)) return 'mmio';
  if (ownership.asid[spa] === 0) return 'shared';
  return ownership.validated[spa] === 1 ? 'private' : 'unvalidated';
};

/** The kind of most of `pages` pages. */
function memoryOf(facts: HostFacts, first: SpaPage, pages: number): Pick<IoLeaf, 'kind' | 'mark'> {
  const counts = new Map<MemoryKind, number>();
  for (let spa = first; spa < first + pages; spa++) {
    const kind = kindOf(facts, spa);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const [[kind]] = [...counts].sort(([, a], [, b]) => b - a) as [[MemoryKind, number]];
  return { kind, mark: counts.size > 1 ? 'mixed' : '' };
}

function ioLeaves(facts: HostFacts, leaves: Leaves): IoLeaf[] {
  const found: IoLeaf[] = [];
  for (let iova = 0; iova < leaves.pages;) {
    const lg = leaves.lgAt(iova);
    if (lg === 0) {
      iova++;
      continue;
    }
    const first = leaves.firstOf(iova);
    const target = leaves.spaAt(first);
    found.push({ first, target, lg, ...memoryOf(facts, target, pagesOf(lg)) });
    iova = first + pagesOf(lg);
  }
  return found;
}

/** The leaves of every port of importers. */
const portLeaves = (facts: HostFacts): IoLeaf[][] =>
  facts.config.importers.flatMap(({ ports }, importer) =>
    ports.map((_, port) =>
      [...facts.imports.leavesOf(importer, port)]
        .sort((a, b) => a.iova - b.iova)
        .map(({ iova, spa, lg }) => ({ first: iova, target: spa, lg, ...memoryOf(facts, spa, pagesOf(lg)) })),
    ),
  );

/** Owner and holder of each page of a region: what the RMP says, and what the allocator says. */
function regionState(facts: HostFacts, region: number): RegionState {
  const { ownership, holders } = facts;
  return {
    large: ownership.large[region] === 1,
    pages: subPages((i) => {
      const spa = region * REGION_PAGES + i;
      const asid = ownership.asid[spa]!;
      const owner = asid === 0 ? 'host' : `ASID ${asid}${ownership.validated[spa] === 1 ? '' : ', not validated'}`;
      return { kind: kindOf(facts, spa), state: `${owner}; ${holderName(holders.holder[spa]!)}` };
    }),
  };
}

/** What is so now. */
export const snapshotOf = (facts: HostFacts): HostSnapshot => ({
  leaves: [...facts.io.leaves.map((leaves) => ioLeaves(facts, leaves)), ...portLeaves(facts)],
  regions: Array.from({ length: systemRegions(facts.config) }, (_, region) => regionState(facts, region)),
});

/** The window of a guest's IO addresses, or the port behind all windows; its pages, and the system pages that a step names, as far as it names any. */
export interface Named {
  readonly window: number | null;
  /** Counted from the window's beginning; a guest page where no window is named. */
  readonly iova: number | null;
  readonly spa: SpaPage | null;
  readonly pages: number;
}

/** What a step names: the fields of steps have the same names in all of them. */
export function namedBy(step: LogStep, facts: HostFacts): Named {
  const fields = step as unknown as Readonly<Record<string, unknown>>;
  const field = (name: string): number | null => {
    const value = fields[name];
    return typeof value === 'number' && value >= 0 ? value : null;
  };
  const device = field('device');
  const t = field('t') === 1 ? 1 : 0;
  const dom = field('dom') ?? (device === null ? null : domainOf(facts.config.devices[device]!.guest, t));
  const iova = field('iova') ?? field('gfn');
  const { windows } = facts.io;
  if (step.kind === StepKind.revokeEnd) return { ...NOTHING, ...barOf(facts, step.bar) };
  if (step.kind === StepKind.setDevice) return { ...NOTHING, ...barOf(facts, lockedBar(facts, step.device)) };
  if ('port' in step) {
    const port = facts.io.leaves.length + firstPort(facts.config, step.importer) + step.port;
    return { window: port, iova, spa: field('spa'), pages: (field('n') ?? 1) * pagesOf(field('lg') ?? 12) };
  }
  const window = dom === null || iova === null ? null : windows.at(dom, iova);
  return {
    window,
    iova: window === null || iova === null ? iova : iova - windows.startOf(window),
    spa: field('spa'),
    pages: (field('n') ?? 1) * pagesOf(field('lg') ?? 12),
  };
}

const NOTHING: Named = { window: null, iova: null, spa: null, pages: 1 };

/** The first BAR of the device that can be private; −1: none. */
const lockedBar = ({ imports }: HostFacts, device: number): number =>
  imports.bars.findIndex((bar) => bar.device === device && bar.tio);

/** The pages of a BAR: whatever leads to them is what the step is about. */
function barOf({ imports }: HostFacts, bar: number): Pick<Named, 'spa' | 'pages'> {
  const place = imports.bars[bar];
  return place === undefined ? NOTHING : { spa: place.spa, pages: place.n };
}
