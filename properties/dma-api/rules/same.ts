/** Rules that lay runs side by side: dma-mmio.md 4.3, 4.6, 3.2. */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { compareOutcome } from '../compare';
import { compareState } from '../compare-state';
import type { DmaApiRelationRule, DmaApiRun } from '../rule';

const RELATION = { scope: 'relation', level: 'required', confidence: 'U' } as const;

/** Where two runs part: an op and what differs, or the ends; null: nowhere. */
function parting(base: DmaApiRun, other: DmaApiRun): string | null {
  for (const [i, op] of base.ops.entries()) {
    const difference = compareOutcome(op, base.outcomes[i]!, other.outcomes[i]!);
    if (difference !== null) return `op ${i}: ${difference.reason}`;
  }
  return compareState(null, base.view, other.view)?.reason ?? null;
}

const explainParting = (base: DmaApiRun, variants: readonly DmaApiRun[]): string =>
  parting(base, variants[0]!)!.replace('expected', 'in one run').replace('observed', 'in the other');

export const DMA_009: DmaApiRelationRule = {
  ...RELATION,
  id: 'DMA-009',
  title: 'forced bounce is of the direct path',
  statement: 'Forced bounce of a device behind iommu-dma changes nothing.',
  source: 'dma-mmio.md 4.3; Linux dma-iommu.c',
  why: 'Its IOPTEs already say what it reaches; to refuse MMIO there takes P2P from hosts that boot with swiotlb=force.',
  example: 'MMIO is rejected on both paths.',
  vary(config, ops) {
    if (config.devices.every(({ dma }) => dma.path !== 'iommu')) return null;
    const devices = config.devices.map((device) =>
      device.dma.path === 'iommu' ? { ...device, forceBounce: !device.forceBounce } : device,
    );
    return [{ config: { ...config, devices }, ops }];
  },
  check: (base, [other]) => must(parting(base, other!) === null),
  explain: explainParting,
};

/** The other way to ask for the same: dma_map_resource, or dma_map_phys with MMIO. */
function otherForm(op: DmaApiOp): DmaApiOp {
  if ((op.op !== 'mapPhys' && op.op !== 'unmapPhys') || op.form === 'page') return op;
  if (op.form === 'resource') return { ...op, form: 'phys', attrs: op.attrs | DmaAttr.MMIO };
  return (op.attrs & DmaAttr.MMIO) !== 0 ? { ...op, form: 'resource', attrs: op.attrs & ~DmaAttr.MMIO } : op;
}

export const DMA_019: DmaApiRelationRule = {
  ...RELATION,
  id: 'DMA-019',
  title: 'a resource is MMIO',
  statement: 'dma_map_resource does what dma_map_phys with MMIO does.',
  source: 'dma-mmio.md 4.1; Linux kernel/dma/mapping.c',
  why: 'Drivers of both kinds map the same BARs.',
  example: 'The resource form has another protection.',
  vary(config, ops) {
    const others = ops.map(otherForm);
    return others.every((op, i) => op === ops[i]) ? null : [{ config, ops: others }];
  },
  check: (base, [other]) => must(parting(base, other!) === null),
  explain: explainParting,
};

/** At most so many pairs of a case. */
const PAIRS = 3;

/** Both ways between two functions, each with a table of its own and nothing cached. */
function bothWays(config: DmaApiConfig, a: number, b: number): { config: DmaApiConfig; ops: readonly DmaApiOp[] } {
  const devices = config.devices.map((device) => ({ ...device, providers: device.node !== null }));
  const ask = (provider: number, device: number): DmaApiOp => ({
    op: 'mapType',
    provider: { device: provider, bar: 0 },
    device,
  });
  return { config: { ...config, devices }, ops: [ask(a, b), ask(b, a)] };
}

const isAsymmetric = ({ outcomes: [one, other] }: DmaApiRun): boolean => one!.mapType !== other!.mapType;

export const DMA_041: DmaApiRelationRule = {
  ...RELATION,
  confidence: 'I',
  id: 'DMA-041',
  title: 'reach is symmetric',
  statement: 'Two functions with provider tables and fresh caches reach each other by the same map type.',
  source: 'dma-mmio.md 3.2; Linux p2pdma.c',
  why: 'The path between them is one: an asymmetric answer says that a node was not looked at.',
  example: 'The client’s own ACS is skipped.',
  vary(config) {
    const functions = config.devices.flatMap(({ node, bars }, i) =>
      node !== null && bars[0]?.kind === 'memory' ? [i] : [],
    );
    const pairs = functions.flatMap((a, i) => functions.slice(i + 1).map((b) => [a, b] as const));
    return pairs.length === 0 ? null : pairs.slice(0, PAIRS).map(([a, b]) => bothWays(config, a, b));
  },
  check: (_base, variants) => (variants.length === 0 ? NOT_EXERCISED : must(!variants.some(isAsymmetric))),
  explain: (_base, variants) => {
    const { ops, outcomes } = variants.find(isAsymmetric)!;
    const [op] = ops as [Extract<DmaApiOp, { readonly op: 'mapType' }>];
    const { provider, device } = op;
    return `from ${provider.device} to ${device}: ${outcomes[0]!.mapType}; back: ${outcomes[1]!.mapType}`;
  },
};
