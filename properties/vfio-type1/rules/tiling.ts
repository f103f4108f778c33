/** Rules on which calls a map makes: dma-mmio.md 5.3, 5.4. */
import { bytesOf, pageOf } from '../../../model/vfio-type1/pages';
import type { Run } from '../../../model/vfio-type1/state';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { Type1Step, Type1StepRule } from '../rule';
import { callsIn, callTexts, hasRam, hasReserved, mapCalls, type MapCall } from './_calls';
import { layoutOfMap } from './_layout';
import { mapOf } from './_request';
import { SOURCE, STEP } from './_rule';

const MAP = { ...STEP, on: ['map'] } as const;

/** Calls of a map that succeeded, domain by domain; none where it only recorded. */
const domainsOfMap = ({ op, outcome, before }: Type1Step): readonly (readonly MapCall[])[] =>
  op.op === 'map' && outcome.value === 0 && !op.updateVaddr
    ? before.domains.map((domain) => callsIn(outcome, domain))
    : [];

function areTiles(calls: readonly MapCall[], iova: bigint, size: bigint): boolean {
  let next = iova;
  for (const call of calls) {
    if (call.iova !== next) return false;
    next += call.bytes;
  }
  return next === iova + size;
}

export const VFIO_001: Type1StepRule = {
  ...MAP,
  id: 'VFIO-001',
  title: 'calls tile the request',
  statement: 'The calls of a map that succeeds cover its IOVAs in order, each page once, in every domain.',
  source: SOURCE.map,
  why: 'A page that is left out faults at the device’s first access, long after the ioctl said that it was mapped.',
  example: 'The leftovers of a batch are forgotten.',
  check(step) {
    const domains = domainsOfMap(step);
    if (domains.length === 0) return NOT_EXERCISED;
    const { iova, size } = mapOf(step);
    return must(domains.every((calls) => areTiles(calls, iova, size)));
  },
  explain: ({ op, outcome }) =>
    op.op === 'map' ? `${address(op.iova)}+${address(op.size)} by ${callTexts(mapCalls(outcome))}` : '',
};

/** The run that has an IOVA page; undefined: it is not in the request. */
const runOf = (runs: readonly Run[], at: number): Run | undefined =>
  runs.find(({ page, frames }) => at >= page && at < page + frames);

/** True if a call leads its pages to the frames that are behind them. */
function leadsRight(runs: readonly Run[], { iova, paddr, bytes }: MapCall): boolean {
  const [first, frame, pages] = [pageOf(iova), pageOf(paddr), pageOf(bytes)];
  for (let done = 0; done < pages;) {
    const run = runOf(runs, first + done);
    if (run === undefined || frame + done !== run.frame + (first + done - run.page)) return false;
    done = run.page + run.frames - first;
  }
  return true;
}

/** True if two calls one behind the other could be one: memory goes on, and the class is the same. */
const couldBeOne = (runs: readonly Run[], one: MapCall, next: MapCall): boolean =>
  one.iova + one.bytes === next.iova &&
  one.paddr + one.bytes === next.paddr &&
  runOf(runs, pageOf(one.iova))?.pageClass === runOf(runs, pageOf(next.iova))?.pageClass;

export const VFIO_002: Type1StepRule = {
  ...MAP,
  id: 'VFIO-002',
  title: 'contiguous, and as long as it gets',
  statement:
    'Each call of a map leads its pages to the frames behind them, and two neighbouring calls differ in class or are not contiguous, unless huge pages are disabled.',
  source: SOURCE.run,
  why: 'A call that goes on into other frames gives a device someone else’s memory; a call too many costs huge pages.',
  example: 'A run ends where the batch does.',
  check(step) {
    const domains = domainsOfMap(step);
    if (domains.length === 0) return NOT_EXERCISED;
    const { runs } = layoutOfMap(step);
    const isSplit = (calls: readonly MapCall[]): boolean =>
      !step.config.hugePagesDisabled && calls.some((call, i) => i > 0 && couldBeOne(runs, calls[i - 1]!, call));
    return must(domains.every((calls) => calls.every((call) => leadsRight(runs, call)) && !isSplit(calls)));
  },
  explain: ({ outcome }) => callTexts(mapCalls(outcome)),
};

const isMixed = ({ config }: Type1Step, call: MapCall): boolean => hasRam(config, call) && hasReserved(config, call);

export const VFIO_003: Type1StepRule = {
  ...STEP,
  on: ['map', 'attach'],
  confidence: 'D',
  id: 'VFIO-003',
  title: 'no call mixes RAM and reserved frames',
  statement: 'No call of iommu_map, in a map or in a replay, leads to RAM and to reserved frames.',
  source: 'dma-mmio.md 5.3, 5.6 D5-1; Linux vfio_iommu_type1.c',
  why: 'One call has one prot: either the RAM loses its C-bit, and the device reads ciphertext, or the BAR gets one, and nobody answers.',
  example: 'Linux 7.2 builds the spans of a replay by iova_to_phys alone: RAM and the BAR behind it become one call.',
  check(step) {
    const calls = mapCalls(step.outcome);
    return calls.length === 0 ? NOT_EXERCISED : must(!calls.some((call) => isMixed(step, call)));
  },
  explain: (step) => callTexts(mapCalls(step.outcome).filter((call) => isMixed(step, call))),
};

/** Capacity of a batch, in bytes. dma-mmio.md 5.2. */
const BATCH_BYTES = bytesOf(512);

export const VFIO_004: Type1StepRule = {
  ...MAP,
  id: 'VFIO-004',
  title: 'a run is not bounded by the batch',
  statement: 'Contiguous pages of one class are one call, however many batches they take.',
  source: SOURCE.run,
  why: 'The IOMMU sees pieces of 2 MiB at most, wherever they begin: no page of 1 GiB, and few of 2 MiB.',
  example: 'Calls of 512 pages.',
  check(step) {
    const domains = domainsOfMap(step);
    if (domains.length === 0 || step.config.hugePagesDisabled) return NOT_EXERCISED;
    const long = layoutOfMap(step).runs.filter(({ frames }) => bytesOf(frames) > BATCH_BYTES);
    if (long.length === 0) return NOT_EXERCISED;
    const isOne = (calls: readonly MapCall[], { page, frames }: Run): boolean =>
      calls.some(({ iova, bytes }) => iova === bytesOf(page) && bytes >= bytesOf(frames));
    return must(domains.every((calls) => long.every((run) => isOne(calls, run))));
  },
  explain: ({ outcome }) => callTexts(mapCalls(outcome)),
};

/** Calls that must be of one page: of a map, of what a replay pins, and of what it replays where that is the answer. */
function isSingle({ op, config, before }: Type1Step): boolean {
  if (!config.hugePagesDisabled) return false;
  const isReplay = op.op === 'attach' && before.domains.length > 0;
  return !isReplay || config.assumptions.VFIO_REPLAY_SINGLE === 'pages';
}

export const VFIO_031: Type1StepRule = {
  ...STEP,
  on: ['map', 'attach'],
  id: 'VFIO-031',
  title: 'one page a call where huge pages are disabled',
  statement: 'With huge pages disabled each call of iommu_map is of one page.',
  source: 'dma-mmio.md 5.2, 9.3; Linux vfio_iommu_type1.c',
  why: 'The parameter is there for hardware that breaks with huge pages: one that comes through breaks it.',
  example: 'Runs are merged all the same.',
  check(step) {
    const calls = mapCalls(step.outcome);
    return calls.length === 0 || !isSingle(step) ? NOT_EXERCISED : must(calls.every(({ bytes }) => bytes === 0x1000n));
  },
  explain: ({ outcome }) => callTexts(mapCalls(outcome)),
};

export const VFIO_034: Type1StepRule = {
  ...STEP,
  on: ['map', 'attach'],
  confidence: 'S',
  id: 'VFIO-034',
  title: 'the rights are those of the mapping',
  statement: 'Every call of iommu_map has READ and WRITE as the mapping has them, whatever the class of its pages.',
  source: SOURCE.seed,
  why: 'A device that was given MMIO to read may write the registers.',
  example: 'The flag takes the place of the rights.',
  check(step) {
    const calls = mapCalls(step.outcome);
    return calls.length === 0 ? NOT_EXERCISED : must(calls.every((call) => hasRights(step, call)));
  },
  explain: (step) => callTexts(mapCalls(step.outcome).filter((call) => !hasRights(step, call))),
};

function hasRights({ op, before }: Type1Step, { iova, prot }: MapCall): boolean {
  const mapping =
    op.op === 'map' ? op : before.mappings.find((each) => iova >= each.iova && iova < each.iova + each.bytes);
  return (prot & 3) === (mapping?.read ? 1 : 0) + (mapping?.write ? 2 : 0);
}
