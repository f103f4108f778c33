/** Rules on what the DMA API asks before it maps: dma-mmio.md 4.1, 4.5, 4.6. */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { Errno } from '../../../model/vocabulary/errno';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaApiStep, DmaApiStepRule } from '../rule';
import { isNamedBySeed } from './_platform';
import { explainOutcome, MAPS, pathOf, requestOf, requestText } from './_requests';
import { STEP } from './_rule';

const SOURCE = 'dma-mmio.md 4.1; Linux kernel/dma/mapping.c';

const isPageOfMmio = ({ op }: DmaApiStep): boolean =>
  (op.op === 'mapPhys' || op.op === 'unmapPhys') && op.form === 'page' && (op.attrs & DmaAttr.MMIO) !== 0;

export const DMA_006: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-006',
  title: 'no direction is fatal',
  statement: 'A map or unmap with direction NONE is fatal, and maps nothing.',
  source: SOURCE,
  why: 'A mapping without rights faults on first use, long after the caller that forgot the direction.',
  example: 'NONE is mapped without permission.',
  on: [...MAPS, 'unmapPhys'],
  check(step) {
    const { op, outcome } = step;
    const isNone = 'direction' in op && op.direction === 'NONE';
    if (!isNone || outcome.end === 'absent' || isPageOfMmio(step)) return NOT_EXERCISED;
    return must(outcome.end === 'bug' && outcome.events.length === 0);
  },
  explain: explainOutcome,
};

export const DMA_010: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-010',
  title: 'no map op, no mapping',
  statement: 'A device with legacy dma_ops that lack a map op gets an error, unless it goes direct.',
  source: 'dma-mmio.md 4.1, 4.5, 7.2 Y1; seed 002; Linux kernel/dma/mapping.c',
  why: 'The device sits behind an IOMMU that nobody programs: an untranslated address goes anywhere.',
  example: 'It falls back to the CPU address.',
  on: MAPS,
  check(step) {
    const request = requestOf(step);
    if (request === null || pathOf(request) !== 'legacy') return NOT_EXERCISED;
    const { dma } = request.by;
    return dma.path === 'legacy' && dma.ops === 'absent' ? must(request.entry === null) : NOT_EXERCISED;
  },
  explain: explainOutcome,
};

export const DMA_011: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-011',
  title: 'a refusal stays one',
  statement: 'MMIO that legacy dma_ops refuse is an error, and nothing was mapped for it.',
  source: 'dma-mmio.md 4.5, 7.2 Y1; Linux kernel/dma/mapping.c',
  why: 'As for a missing op: what the IOMMU driver refused is not reached by going around it.',
  example: 'The direct path is tried next.',
  on: MAPS,
  check(step) {
    const request = requestOf(step);
    if (request === null || !request.isMmio || pathOf(request) !== 'legacy') return NOT_EXERCISED;
    const { dma } = request.by;
    const refuses =
      dma.path === 'legacy' &&
      (dma.ops === 'refusesMmio' ||
        (dma.ops === 'powerTce' && step.config.assumptions.DMA_POWER_TCE_MMIO === 'refuses'));
    return refuses ? must(request.entry === null && step.outcome.events.length === 0) : NOT_EXERCISED;
  },
  explain: explainOutcome,
};

export const DMA_018: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-018',
  title: 'pages are no MMIO',
  statement: 'The page-based API refuses MMIO, and a page-based unmap with MMIO does nothing.',
  source: 'dma-mmio.md 4.6; Linux kernel/dma/mapping.c',
  why: 'MMIO has no struct page: what is computed from one is another address.',
  example: 'It is accepted.',
  on: ['mapPhys', 'unmapPhys'],
  check(step) {
    const { op, outcome, after } = step;
    if (!isPageOfMmio(step) || outcome.end === 'absent') return NOT_EXERCISED;
    if (op.op === 'mapPhys') return must(outcome.value === Errno.ENOMEM && after.mapping(op.mapping) === null);
    return must(op.op === 'unmapPhys' && outcome.events.length === 0 && after.mapping(op.mapping) !== null);
  },
  explain: explainOutcome,
};

export const DMA_020: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-020',
  title: 'a mapping error is ENOMEM',
  statement: 'dma_map_phys succeeds, or its error is ENOMEM.',
  source: 'dma-mmio.md 4.1; Linux dma-mapping.h, dma_mapping_error',
  why: 'Callers know one error: another one is taken for an address.',
  example: 'EIO of the IOMMU is passed on.',
  on: MAPS,
  check(step) {
    const request = requestOf(step);
    if (request === null) return NOT_EXERCISED;
    const { value, address } = step.outcome;
    return must(value === 0 ? address !== null : value === Errno.ENOMEM && address === null);
  },
  explain: explainOutcome,
};

export const DMA_021: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-021',
  title: 'what must be coherent is',
  statement: 'A mapping or link with REQUIRE_COHERENT of a device that is not coherent fails.',
  source: 'dma-mmio.md 4.1, 4.4, 4.6; Linux kernel/dma/mapping.c, dma-iommu.c',
  why: 'The caller does no cache maintenance: device and CPU see different memory.',
  example: 'Caches are flushed once, at the map.',
  on: [...MAPS, 'link'],
  check({ op, outcome, config, before }) {
    if (outcome.end !== 'returned' || !('attrs' in op) || (op.attrs & DmaAttr.REQUIRE_COHERENT) === 0)
      return NOT_EXERCISED;
    const device = op.op === 'link' ? before.state(op.state)!.device : 'device' in op ? op.device : null;
    if (device === null || config.devices[device]!.coherent) return NOT_EXERCISED;
    return must(outcome.value !== null && outcome.value < 0 && outcome.events.length === 0);
  },
  explain: explainOutcome,
};

export const DMA_022: DmaApiStepRule = {
  ...STEP,
  id: 'DMA-022',
  title: 'CC_SHARED goes direct, or nowhere',
  statement: 'CC_SHARED is refused on the IOMMU and legacy paths.',
  source: 'dma-mmio.md 4.1, 4.4, 7.2 I1; Linux kernel/dma/mapping.c',
  why: 'An IOPTE has no place for the shared alias: the device would reach the private one.',
  example: 'The attribute is passed to the IOMMU path, which does not look at it.',
  on: [...MAPS, 'link'],
  check(step) {
    const { op, outcome, config } = step;
    if (outcome.end !== 'returned') return NOT_EXERCISED;
    if (op.op === 'mapSg' || op.op === 'link') {
      const isAsked = (op.attrs & DmaAttr.CC_SHARED) !== 0 && !isNamedBySeed(config, op.attrs);
      const isTranslated =
        op.op === 'link'
          ? config.assumptions.DMA_IOMMU_CC === 'checked'
          : config.devices[op.device]!.dma.path === 'iommu';
      return isAsked && isTranslated ? must(outcome.value! < 0) : NOT_EXERCISED;
    }
    const request = requestOf(step);
    if (request === null || pathOf(request) === 'direct') return NOT_EXERCISED;
    if ((request.attrs & DmaAttr.CC_SHARED) === 0 || isNamedBySeed(config, request.attrs)) return NOT_EXERCISED;
    return must(request.entry === null && outcome.events.length === 0);
  },
  explain: (step) => {
    const request = requestOf(step);
    return request === null ? explainOutcome(step) : requestText(request);
  },
};
