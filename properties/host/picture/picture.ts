import type { HostConfig } from '../../../model/vocabulary/host/config';
import type { HostSubject } from '../../../model/vocabulary/host/machine';
import type { HostOp } from '../../../model/vocabulary/host/op';
import type { LogStep } from '../../../model/vocabulary/host/step';
import { StepKind } from '../../../model/vocabulary/host/step-kind';
import type { AddressMap, PictureRegion, PictureWay } from '../../../model/vocabulary/picture';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { pagesOf } from '../../../model/vocabulary/units';
import { shownLeaves, sightings } from '../../engine/picture-leaves';
import { NO_PICTURE, type PlainPictureParts } from '../../plain/picture';
import { touchedPart } from '../../rmp/picture/regions';
import { hostRules } from '../catalogue';
import { guestOfWindow, Window, WINDOWS } from '../facts/windows';
import type { HostFacts } from '../facts/facts';
import { HostJudge } from '../judge';
import type { HostRule } from '../rule';
import { stepText } from '../step-text';
import { portStationsOf, stationsOf } from './stations';
import { namedBy, snapshotOf, type HostSnapshot, type IoLeaf, type Named } from './snapshot';

/** Regions that a picture shows at most. */
const MOST_REGIONS = 4;

/** The host when op `at` began, and when a step of it broke a rule. */
interface Moments {
  readonly before: HostSnapshot;
  readonly observed: HostSnapshot;
  readonly named: Named;
  readonly text: string;
  readonly ways: readonly PictureWay[];
}

/**
 * What is drawn of op `at` (or of the end) of a host trace: the IO leaves of each domain and the RMP, when the op began and
 * when its first step broke a rule. Of a host nothing is expected: a policy may be right in many ways.
 */
export function hostPicture(
  { config, ops }: { readonly config: HostConfig; readonly ops: readonly HostOp[] },
  subject: HostSubject,
  at: number,
): PlainPictureParts {
  const moments = momentsOf(config, ops, subject, at);
  if (moments === null) return NO_PICTURE;
  return {
    ...NO_PICTURE,
    maps: mapsOf(moments, config),
    regions: regionsOf(moments),
    ways: moments.ways,
    outcome: { observed: moments.text, expected: null },
  };
}

/** Judges the trace up to its first breach in op `at`, which is the moment at which a rule explains itself. */
function momentsOf(config: HostConfig, ops: readonly HostOp[], subject: HostSubject, at: number): Moments | null {
  let before: HostSnapshot | null = null;
  let found: Moments | null = null;
  const watching = hostRules().map((rule): HostRule => ({
    ...rule,
    explain(facts, step, actor) {
      if (before !== null && found === null) {
        found = { before, observed: snapshotOf(facts), ...breakingStep(step, facts) };
      }
      return rule.explain(facts, step, actor);
    },
  }));
  const judge = new HostJudge(watching);
  const host = judge.begin(subject, config);
  for (let i = 0; i < Math.min(at, ops.length); i++) judge.take(host, ops[i]!, i);
  before = snapshotOf(judge.facts);
  const op = ops[at];
  if (op === undefined) judge.end(host, ops.length);
  else judge.take(host, op, at);
  return found;
}

const breakingStep = (step: LogStep, facts: HostFacts): Pick<Moments, 'named' | 'text' | 'ways'> => ({
  named: namedBy(step, facts),
  text: stepText(step),
  ways: waysOf(step, facts),
});

function waysOf(step: LogStep, facts: HostFacts): PictureWay[] {
  const title = 'The way of the request';
  if (step.kind === StepKind.dma) return [{ title, stations: stationsOf(step, facts) }];
  return step.kind === StepKind.portDma ? [{ title, stations: portStationsOf(step, facts) }] : [];
}

const keyOf = ({ first, target, lg }: IoLeaf): string => `${first}/${target}/${lg}`;

/** How a window of a guest's IO addresses is called. */
const WINDOW_NAMES: Readonly<Record<Window, string>> = {
  [Window.untrusted]: 'T=0',
  [Window.trusted]: 'T=1',
  [Window.beyondVtom]: 'T=1, above vTOM',
};

/** What a table is called: of a window, or of a port behind all windows. */
function tableOf(window: number, { guests, importers }: HostConfig): Pick<AddressMap, 'title' | 'from'> {
  let port = window - WINDOWS * guests.length;
  if (port < 0) {
    const name = WINDOW_NAMES[(window % WINDOWS) as Window];
    return { title: `IO leaves of guest ${guestOfWindow(window)}: ${name}`, from: 'guest page' };
  }
  let importer = 0;
  while (port >= importers[importer]!.ports.length) port -= importers[importer++]!.ports.length;
  return { title: `IO leaves of importer ${importer} (${importers[importer]!.path}), port ${port}`, from: 'IOVA' };
}

/** The bands of every window and port that maps anything. Wrong is what the breaking step is about. */
const mapsOf = ({ before, observed, named }: Moments, config: HostConfig): AddressMap[] =>
  before.leaves.flatMap((was, window) => {
    const got = observed.leaves[window]!;
    const all = sightings(was, [], got, keyOf).map(({ item, ...moments }) => ({
      ...(got.find((leaf) => keyOf(leaf) === keyOf(item)) ?? item),
      count: 1,
      wrong: moments.observed && isNamed(item, window, named),
      ...moments,
    }));
    if (all.length === 0) return [];
    const isHere = named.iova !== null && (named.window === null || named.window === window);
    const touched = isHere ? { first: named.iova, pages: named.pages } : null;
    return [{ ...tableOf(window, config), to: 'system', ...shownLeaves(all, touched), touched }];
  });

function isNamed({ first, target, lg }: IoLeaf, window: number, named: Named): boolean {
  const covers = (from: number, at: number): boolean => at < from + pagesOf(lg) && at + named.pages > from;
  if (named.window !== null) return named.window === window && named.iova !== null && covers(first, named.iova);
  return named.spa !== null && covers(target, named.spa);
}

function regionsOf({ before, observed, named }: Moments): PictureRegion[] {
  const target = named.spa === null ? null : { first: named.spa, pages: named.pages };
  const regions = observed.regions.map((state, i): PictureRegion => {
    const base = i * REGION_PAGES;
    return { base, before: before.regions[i]!, expected: null, observed: state, touched: touchedPart(base, target) };
  });
  const rank = (region: PictureRegion): number =>
    (region.touched === null ? 0 : 4) +
    (JSON.stringify(region.before) === JSON.stringify(region.observed) ? 0 : 2) +
    (region.observed.pages.length > 1 ? 1 : 0);
  const telling = regions.filter((region) => rank(region) > 0);
  return (telling.length > 0 ? telling : regions)
    .sort((a, b) => rank(b) - rank(a) || a.base - b.base)
    .slice(0, MOST_REGIONS);
}
