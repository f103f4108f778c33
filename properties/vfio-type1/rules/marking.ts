/** Rules on MMIO and CACHE in the calls of a map: dma-mmio.md 5.6. */
import { pageOf } from '../../../model/vfio-type1/pages';
import type { Run } from '../../../model/vfio-type1/state';
import { Prot } from '../../../model/vocabulary/prot';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { Type1Step, Type1StepRule } from '../rule';
import { callTexts, hasRam, mapCalls, type MapCall } from './_calls';
import { layoutOf, layoutOfMap } from './_layout';
import { SOURCE, STEP } from './_rule';

const isMmioCall = ({ prot }: MapCall): boolean => (prot & Prot.MMIO) !== 0;

/** Runs of what the op pins: of a map, or of the mappings that a replay into the first domain finds only recorded. */
function pinnedRuns(step: Type1Step): readonly Run[] {
  const { op, before } = step;
  if (op.op === 'map') return layoutOfMap(step).runs;
  return before.domains.length > 0 ? [] : before.mappings.flatMap((mapping) => layoutOf(step, mapping).runs);
}

/** Calls that have MMIO where a page is not, or have not where one is; null: the op maps nothing that it pins. */
function markedWrong(step: Type1Step): readonly MapCall[] | null {
  const runs = pinnedRuns(step);
  const calls = mapCalls(step.outcome);
  if (runs.length === 0 || calls.length === 0) return null;
  const isWrong = (call: MapCall): boolean => {
    const [first, end] = [pageOf(call.iova), pageOf(call.iova + call.bytes)];
    return runs.some(
      ({ page, frames, pageClass }) =>
        page < end && first < page + frames && (pageClass === 'mmio') !== isMmioCall(call),
    );
  };
  return calls.filter(isWrong);
}

export const VFIO_005: Type1StepRule = {
  ...STEP,
  on: ['map', 'attach'],
  confidence: 'C',
  id: 'VFIO-005',
  title: 'MMIO is said',
  statement:
    'A call of a map, or of a replay that pins, has MMIO if its pages are reserved frames behind a VM_IO and VM_PFNMAP area, and else has not.',
  source: SOURCE.seed,
  why: 'Without it the IOPTE of a BAR gets the C-bit on an SME host, and peer-to-peer DMA goes to an address where no device is.',
  example: 'Linux 7.2 never sets MMIO; v3 of seed 000 sets that of the run behind.',
  check(step) {
    const wrong = markedWrong(step);
    return wrong === null ? NOT_EXERCISED : must(wrong.length === 0);
  },
  explain: (step) => callTexts(markedWrong(step) ?? []),
};

export const VFIO_006: Type1StepRule = {
  ...STEP,
  on: ['map', 'attach'],
  confidence: 'S',
  id: 'VFIO-006',
  title: 'RAM is not MMIO',
  statement: 'No call that leads to RAM has MMIO.',
  source: SOURCE.seed,
  why: 'RAM without its C-bit is read as ciphertext, and what the device writes is garbage to the CPU.',
  example: 'The flag of a BAR sticks to the mapping, and to the RAM behind it.',
  check(step) {
    const calls = mapCalls(step.outcome).filter((call) => hasRam(step.config, call));
    return calls.length === 0 ? NOT_EXERCISED : must(!calls.some(isMmioCall));
  },
  explain: (step) => callTexts(mapCalls(step.outcome).filter((call) => isMmioCall(call) && hasRam(step.config, call))),
};

/** Calls that must have CACHE: all, but MMIO where it is dropped there. */
const cached = (step: Type1Step): readonly MapCall[] =>
  mapCalls(step.outcome).filter((call) => !isMmioCall(call) || step.config.assumptions.VFIO_MMIO_CACHE === 'kept');
const hasCache = ({ prot }: MapCall): boolean => (prot & Prot.CACHE) !== 0;

export const VFIO_009: Type1StepRule = {
  ...STEP,
  on: ['map', 'attach'],
  id: 'VFIO-009',
  title: 'CACHE in every call',
  statement: 'Every call of iommu_map has CACHE; whether those with MMIO have it too is an open question.',
  source: SOURCE.map,
  why: 'Without it a device that snoops not reads stale memory on machines where that can be.',
  example: 'A replay passes the rights alone.',
  check(step) {
    const calls = cached(step);
    return calls.length === 0 ? NOT_EXERCISED : must(calls.every(hasCache));
  },
  explain: (step) => callTexts(cached(step).filter((call) => !hasCache(call))),
};

export const VFIO_010: Type1StepRule = {
  ...STEP,
  on: ['map', 'attach'],
  confidence: 'C',
  level: 'recommended',
  id: 'VFIO-010',
  title: 'MMIO is not cached',
  statement: 'A call with MMIO has not CACHE.',
  source: 'dma-mmio.md 5.6 (d), 6.2; as dma-iommu and iommufd do',
  why: 'ARM tables take device memory and still encode that it is shared: two answers to one question.',
  example: 'CACHE is added to every call.',
  check(step) {
    if (step.config.assumptions.VFIO_MMIO_CACHE === 'kept') return NOT_EXERCISED;
    const calls = mapCalls(step.outcome).filter(isMmioCall);
    return calls.length === 0 ? NOT_EXERCISED : must(!calls.some(hasCache));
  },
  explain: (step) => callTexts(mapCalls(step.outcome).filter((call) => isMmioCall(call) && hasCache(call))),
};
