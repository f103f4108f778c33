/** Rules on map types: dma-mmio.md 3.2, 3.3. */
import type { DeviceIndex } from '../../../model/vocabulary/dma-api/config';
import type { NodeIndex, P2pMapType } from '../../../model/vocabulary/dma-api/topology';
import { Errno } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaApiStep, DmaApiStepRule } from '../rule';
import { listingOf, hostOf, redirects, wayBetween, type Way } from './_topology';
import { explainOutcome } from './_requests';
import { STEP, type Said } from './_rule';

const SOURCE = 'dma-mmio.md 3.2; Linux p2pdma.c';

/** A map type that an op worked out: not one from the cache. */
interface Answer {
  readonly a: NodeIndex;
  readonly b: NodeIndex;
  readonly mapType: P2pMapType;
  readonly way: Way;
}

/** Provider and client of a query; null: the op is none. */
export function queryOf({
  op,
  outcome,
}: DmaApiStep): { readonly provider: DeviceIndex; readonly client: DeviceIndex } | null {
  if (outcome.mapType === null || (op.op !== 'mapType' && op.op !== 'mapP2p')) return null;
  return { provider: op.provider.device, client: op.device };
}

function answersOf(step: DmaApiStep): readonly Answer[] {
  const { config, before, after, op, outcome } = step;
  const answer = (provider: DeviceIndex, b: NodeIndex, mapType: P2pMapType): Answer => {
    const a = config.devices[provider]!.node!;
    return { a, b, mapType, way: wayBetween(config, a, b) };
  };
  const query = queryOf(step);
  if (query !== null) {
    const client = config.devices[query.client]!.node;
    if (client === null || !before.hasProviders(query.provider)) return [];
    return before.cachedType(query.provider, client) === null ? [answer(query.provider, client, outcome.mapType!)] : [];
  }
  if (op.op === 'mapSg' && outcome.end === 'returned') {
    const { node } = config.devices[op.device]!;
    return node === null ? [] : newAnswers(step, node).map(([provider, mapType]) => answer(provider, node, mapType));
  }
  // What distance_many has worked out is in the cache.
  if (op.op !== 'distanceMany' || outcome.end !== 'returned' || !op.verbose) return [];
  return op.clients.flatMap((client) => {
    const { node } = config.devices[client]!;
    const mapType = node === null || outcome.value === -1 ? null : after.cachedType(op.provider, node);
    return mapType === null ? [] : [answer(op.provider, node!, mapType)];
  });
}

/** What was worked out for a client: it was not in the cache before. */
const newAnswers = (
  { config, before, after }: DmaApiStep,
  client: NodeIndex,
): readonly (readonly [provider: DeviceIndex, mapType: P2pMapType])[] =>
  config.devices.flatMap((_, provider) => {
    const mapType = after.cachedType(provider, client);
    return mapType === null || before.cachedType(provider, client) !== null ? [] : [[provider, mapType] as const];
  });

/** A rule on answers for which `check` has something to say. */
const onAnswers = (said: Said, check: (answer: Answer, step: DmaApiStep) => boolean | null): DmaApiStepRule => ({
  ...STEP,
  on: ['mapType', 'mapP2p', 'mapSg', 'distanceMany'],
  ...said,
  check(step) {
    const held = answersOf(step).map((answer) => check(answer, step));
    if (held.every((one) => one === null)) return NOT_EXERCISED;
    return must(!held.includes(false));
  },
  explain(step) {
    const { a, b, mapType, way } = answersOf(step).find((answer) => check(answer, step) === false)!;
    const nodes = way.nodes.map((node) => `${node} (ACS 0x${step.before.acsControl(node).toString(16)})`);
    return `from node ${a} to node ${b}, by nodes ${nodes.join(', ')}: ${mapType}`;
  },
});

export const DMA_036 = onAnswers(
  {
    id: 'DMA-036',
    title: 'a redirect forbids the bus address',
    statement: 'Where any node on the way redirects, both ends and the common node included, the type is not BUS_ADDR.',
    source: SOURCE,
    why: 'The request goes up to the root, and arrives there with an address of another space.',
    example: 'The ends, or the common node, are not looked at.',
  },
  ({ mapType, way }, { before }) =>
    way.common !== null && redirects(before, way.nodes) ? mapType !== 'BUS_ADDR' : null,
);

export const DMA_037 = onAnswers(
  {
    id: 'DMA-037',
    title: 'only RR, CR and EC redirect',
    statement: 'Functions below a common node with none of RR, CR and EC on the way reach each other by bus address.',
    source: SOURCE,
    why: 'SV and UF are set on every root port of a host with an IOMMU: counting them ends P2P below switches.',
    example: 'Any bit of the control register counts.',
  },
  ({ mapType, way }, { before }) =>
    way.common !== null && !redirects(before, way.nodes) ? mapType === 'BUS_ADDR' : null,
);

export const DMA_038 = onAnswers(
  {
    id: 'DMA-038',
    title: 'what is above the common node does not count',
    statement: 'A redirect above the common node leaves the type BUS_ADDR.',
    source: SOURCE,
    why: 'Requests turn at the common node: they never see what is above.',
    example: 'The whole way to the root is scanned.',
  },
  ({ mapType, way }, { before }) =>
    way.common !== null && !redirects(before, way.nodes) && redirects(before, way.above)
      ? mapType === 'BUS_ADDR'
      : null,
);

export const DMA_039 = onAnswers(
  {
    id: 'DMA-039',
    title: 'through the host only where that works',
    statement: 'The type is THRU_HOST_BRIDGE only on Zen, or where both host bridges are in the whitelist.',
    source: SOURCE,
    why: 'Root complexes may drop peer requests, or corrupt them.',
    example: 'It is always allowed.',
  },
  ({ a, b, mapType }, { config }) =>
    mapType === 'THRU_HOST_BRIDGE'
      ? config.topology.zen || (listingOf(config, a) !== 'no' && listingOf(config, b) !== 'no')
      : null,
);

export const DMA_040 = onAnswers(
  {
    id: 'DMA-040',
    title: 'some bridges do it below themselves alone',
    statement: 'A bridge that is listed for itself alone gives THRU_HOST_BRIDGE below it, and not to another bridge.',
    source: SOURCE,
    why: 'Between the sockets of those hosts peer requests are lost.',
    example: 'The flag of the entry is ignored.',
  },
  ({ a, b, mapType, way }, { config, before }) => {
    const listings = [listingOf(config, a), listingOf(config, b)];
    const isViaHost = way.common === null || redirects(before, way.nodes);
    if (config.topology.zen || !isViaHost || !listings.includes('same bridge')) return null;
    return (mapType === 'THRU_HOST_BRIDGE') === (hostOf(config, a) === hostOf(config, b));
  },
);

export const DMA_043: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-043',
  title: 'an answer stays until it is refreshed',
  statement:
    'A cached map type answers later queries, whatever becomes of ACS; distance_many works it out anew and replaces it.',
  source: 'dma-mmio.md 3.2, 3.3, BG65; Linux p2pdma.c',
  why: 'Drivers that hold mappings must find the same answer when they map again.',
  example: 'The query works it out each time, or distance_many leaves the old one.',
  on: ['setAcs', 'mapType', 'mapP2p', 'distanceMany'],
  check(step) {
    const { op, config, before, after, outcome } = step;
    if (outcome.end !== 'returned') return NOT_EXERCISED;
    if (op.op === 'setAcs') return must(cacheText(step, before) === cacheText(step, after));
    const query = queryOf(step);
    if (query !== null) {
      const { node } = config.devices[query.client]!;
      const cached = node === null ? null : before.cachedType(query.provider, node);
      return cached === null ? NOT_EXERCISED : must(outcome.mapType === cached);
    }
    if (op.op !== 'distanceMany' || !after.hasProviders(op.provider) || outcome.value === -1) return NOT_EXERCISED;
    return must(op.clients.every((client) => isFresh(step, op.provider, client)));
  },
  explain: explainOutcome,
};

/** The answer in the cache is a bus address exactly where the way now has no redirect. */
function isFresh({ config, after }: DmaApiStep, provider: DeviceIndex, client: DeviceIndex): boolean {
  const { node, ancestor } = config.devices[client]!;
  const b = node ?? ancestor;
  if (b === null) return true;
  const { common, nodes } = wayBetween(config, config.devices[provider]!.node!, b);
  const isBus = common !== null && !redirects(after, nodes);
  return (after.cachedType(provider, b) === 'BUS_ADDR') === isBus;
}

function cacheText({ config }: DmaApiStep, view: DmaApiStep['before']): string {
  const types = config.devices.flatMap((_, provider) =>
    view.hasProviders(provider) ? config.topology.nodes.map((__, node) => view.cachedType(provider, node)) : [],
  );
  return types.join(' ');
}

export const DMA_044: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-044',
  title: 'P2P is for PCI',
  statement: 'A requester that is not a PCI device is NOT_SUPPORTED, and gets no P2P mapping.',
  source: SOURCE,
  why: 'Where its requests enter the hierarchy is unknown: its parent’s place says nothing of it.',
  example: 'Its PCI ancestor is asked.',
  on: ['mapType', 'mapP2p'],
  check(step) {
    const query = queryOf(step);
    if (query === null || step.config.devices[query.client]!.node !== null) return NOT_EXERCISED;
    const { mapType, value } = step.outcome;
    return must(mapType === 'NOT_SUPPORTED' && (step.op.op === 'mapType' || value === Errno.EREMOTEIO));
  },
  explain: explainOutcome,
};

const ANSWERS: readonly (P2pMapType | null)[] = ['NOT_SUPPORTED', 'BUS_ADDR', 'THRU_HOST_BRIDGE'];

export const DMA_045: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-045',
  title: 'UNKNOWN is no answer',
  statement: 'A query of a map type says NOT_SUPPORTED, BUS_ADDR or THRU_HOST_BRIDGE.',
  source: 'dma-mmio.md 0.4, 3.2; Linux pci-p2pdma.h',
  why: 'Callers have no case for it, and map as if it were RAM.',
  example: 'What the cache holds before the first answer is returned.',
  on: ['mapType', 'mapP2p'],
  check: ({ op, outcome }) =>
    outcome.end !== 'returned' || (op.op === 'mapP2p' && op.direction === 'NONE')
      ? NOT_EXERCISED
      : must(ANSWERS.includes(outcome.mapType)),
  explain: explainOutcome,
};
