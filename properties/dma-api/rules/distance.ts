/** Rules on distances and bus addresses: dma-mmio.md 3.1, 3.3. */
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { DmaApiStep, DmaApiStepRule } from '../rule';
import { barAt } from './_platform';
import { explainOutcome, madeBy } from './_requests';
import { STEP } from './_rule';
import { functionOf, wayBetween } from './_topology';

const WRAP = (1n << 64n) - 1n;

/** Bus addresses that an op gave, each with what it must be. */
const busAddresses = (step: DmaApiStep): readonly (readonly [given: bigint, wanted: bigint])[] =>
  madeBy(step).flatMap(({ entry }) => {
    const target = entry.path === 'bus' ? barAt(step.config, entry.phys) : null;
    if (target === null) return [];
    const { bus, base } = step.config.devices[target.owner]!.bars[target.bar]!;
    return [[entry.address, (entry.phys + bus - base) & WRAP] as const];
  });

export const DMA_034: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-034',
  title: 'a bus address',
  statement: 'A bus address is the CPU address plus the offset of the provider, modulo 2^64.',
  source: 'dma-mmio.md 3.1; Linux pci-p2pdma.h',
  why: 'The switch routes by it: any other address is another device’s.',
  example: 'The offset is subtracted.',
  on: ['mapP2p', 'mapSg'],
  check(step) {
    const all = busAddresses(step);
    return all.length === 0 ? NOT_EXERCISED : must(all.every(([given, wanted]) => given === wanted));
  },
  explain(step) {
    const [given, wanted] = busAddresses(step).find((one) => one[0] !== one[1])!;
    return `expected ${address(wanted)}, observed ${address(given)}`;
  },
};

/** The sum of the ways to all clients; null: one of them is not PCI. */
function distances({ op, config }: DmaApiStep): readonly number[] | null {
  if (op.op !== 'distanceMany') return null;
  const nodes = op.clients.map((client) => functionOf(config, client));
  if (!nodes.every((node) => node !== null)) return null;
  return nodes.map((node) => wayBetween(config, config.devices[op.provider]!.node!, node).distance);
}

const sum = (hops: readonly number[]): number => hops.reduce((total, one) => total + one, 0);

export const DMA_042: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-042',
  title: 'hops',
  statement:
    'A distance is the sum of the hops of both ends to the common node of each client, or of the nodes of both ways to the roots where there is none.',
  source: 'dma-mmio.md 3.2, 3.3; Linux p2pdma.c',
  why: 'The nearest provider is chosen by it.',
  example: 'The common node is counted twice.',
  on: ['distanceMany'],
  check(step) {
    const { value, end } = step.outcome;
    const hops = distances(step);
    return end !== 'returned' || value === -1 || hops === null ? NOT_EXERCISED : must(value === sum(hops));
  },
  explain: (step) => `expected ${sum(distances(step)!)}, observed ${step.outcome.value}`,
};

export const DMA_046: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-046',
  title: 'one that is not reached is all',
  statement: 'distance_many is -1 for no clients, for one without PCI ancestor, and where one is not supported.',
  source: 'dma-mmio.md 3.3; Linux p2pdma.c',
  why: 'Memory of that provider would be given to a client that cannot reach it.',
  example: 'The sum of those before is returned.',
  on: ['distanceMany'],
  check(step) {
    const { op, outcome, config, after } = step;
    if (op.op !== 'distanceMany' || outcome.end !== 'returned') return NOT_EXERCISED;
    if (op.clients.length === 0 || distances(step) === null) return must(outcome.value === -1);
    if (!after.hasProviders(op.provider)) return NOT_EXERCISED;
    const nodes = op.clients.map((client) => functionOf(config, client)!);
    const isLacking = nodes.some((node) => after.cachedType(op.provider, node) === 'NOT_SUPPORTED');
    // Where it did not go on behind the first, the others may have old answers.
    if (!op.verbose && op.clients.length > 1 && outcome.value === -1) return NOT_EXERCISED;
    return must((outcome.value === -1) === isLacking);
  },
  explain: explainOutcome,
};
