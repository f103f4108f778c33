/** dma-mmio.md 7.2, direct path and others, on guests of three kinds, in releases 7.3 and 7.2. Data only. */
import type { DmaApiAssumptions } from '../../../model/vocabulary/dma-api/assumption';
import type { PlatformKind } from '../../../model/vocabulary/dma-api/platform';
import type { DmaReport } from '../../../model/vocabulary/dma-api/outcome';
import {
  BAR0,
  CC_SHARED,
  ERROR,
  LOCKED,
  map,
  mapRam,
  MMIO,
  POOL,
  PRIVATE_RAM,
  REQUIRE_COHERENT,
  SHARED_RAM,
  type GoldenDmaApiRow,
} from './build';

/** Private and shared alias of the target, shared or private alias of a bounce slot, the CPU address, or an error. */
type Result = 'P' | 'S' | 'Bs' | 'Bp' | 'raw' | 'X';

interface TruthRow {
  readonly row: string;
  readonly target: 'RAM private' | 'RAM shared' | 'MMIO private' | 'MMIO shared';
  readonly attrs: number;
  readonly t: 0 | 1;
  readonly force: boolean;
  readonly result: Result;
  /** Of release 7.2, where it is asked: forced bounce off, and on as in each guest. */
  readonly of72?: { readonly off?: Result; readonly on?: Result };
  readonly pool?: 'none' | 'private';
  readonly reports?: readonly DmaReport[];
  readonly assume?: Partial<DmaApiAssumptions>;
}

/** What is added to an address for its alias. dma-mmio.md 7.1. */
const ALIASES: Readonly<Partial<Record<PlatformKind, { readonly P: bigint; readonly S: bigint }>>> = {
  'sev-guest': { P: 1n << 51n, S: 0n },
  tdx: { P: 0n, S: 0n },
  realm: { P: 0n, S: 1n << 47n },
};

const TABLE: readonly TruthRow[] = [
  { row: 'R1', target: 'RAM private', attrs: 0, t: 0, force: false, result: 'Bs', of72: { on: 'Bs' } },
  {
    row: 'R1 without pool',
    target: 'RAM private',
    attrs: 0,
    t: 0,
    force: false,
    result: 'X',
    of72: { on: 'X' },
    pool: 'none',
  },
  { row: 'R2', target: 'RAM private', attrs: 0, t: 0, force: true, result: 'Bs', of72: { on: 'Bs' } },
  { row: 'R3', target: 'RAM private', attrs: REQUIRE_COHERENT, t: 0, force: false, result: 'X', of72: { on: 'X' } },
  { row: 'R3 forced', target: 'RAM private', attrs: REQUIRE_COHERENT, t: 0, force: true, result: 'X' },
  {
    row: 'R4',
    target: 'RAM private',
    attrs: CC_SHARED,
    t: 0,
    force: false,
    result: 'S',
    of72: { off: 'X', on: 'S' },
    reports: ['privateAsShared'],
  },
  {
    row: 'R5',
    target: 'RAM shared',
    attrs: CC_SHARED,
    t: 0,
    force: false,
    result: 'S',
    of72: { off: 'X', on: 'S' },
    reports: [],
  },
  { row: 'R6', target: 'RAM shared', attrs: CC_SHARED, t: 0, force: true, result: 'Bs', of72: { on: 'S' } },
  { row: 'R7', target: 'RAM shared', attrs: 0, t: 0, force: false, result: 'Bs', of72: { on: 'Bs' }, reports: [] },
  { row: 'R8', target: 'RAM private', attrs: 0, t: 1, force: false, result: 'P', reports: [] },
  { row: 'R9', target: 'RAM shared', attrs: CC_SHARED, t: 1, force: false, result: 'S', reports: [] },
  { row: 'R10 private pool', target: 'RAM private', attrs: 0, t: 1, force: true, result: 'Bp', pool: 'private' },
  { row: 'R10 shared pool', target: 'RAM private', attrs: 0, t: 1, force: true, result: 'X' },
  { row: 'R11', target: 'RAM shared', attrs: 0, t: 1, force: false, result: 'P', reports: ['sharedAsPrivate'] },
  { row: 'M1', target: 'MMIO shared', attrs: MMIO, t: 0, force: false, result: 'X', of72: { on: 'X' } },
  {
    row: 'M2',
    target: 'MMIO shared',
    attrs: MMIO | CC_SHARED,
    t: 0,
    force: false,
    result: 'S',
    of72: { off: 'X', on: 'raw' },
  },
  { row: 'M3', target: 'MMIO shared', attrs: MMIO, t: 0, force: true, result: 'X', of72: { on: 'X' } },
  {
    row: 'M3 CC_SHARED',
    target: 'MMIO shared',
    attrs: MMIO | CC_SHARED,
    t: 0,
    force: true,
    result: 'X',
    of72: { on: 'raw' },
  },
  { row: 'M3 private', target: 'MMIO private', attrs: MMIO, t: 1, force: true, result: 'X' },
  { row: 'M4', target: 'MMIO private', attrs: MMIO, t: 0, force: false, result: 'X', of72: { on: 'X' } },
  { row: 'M5', target: 'MMIO private', attrs: MMIO | CC_SHARED, t: 0, force: false, result: 'X', of72: { on: 'X' } },
  {
    row: 'M5 as built',
    target: 'MMIO private',
    attrs: MMIO | CC_SHARED,
    t: 0,
    force: false,
    result: 'S',
    of72: { off: 'X', on: 'raw' },
    assume: { DMA_MMIO_STATE: 'ignored' },
  },
  { row: 'M6', target: 'MMIO private', attrs: MMIO, t: 1, force: false, result: 'P' },
  { row: 'M7', target: 'MMIO shared', attrs: MMIO | CC_SHARED, t: 1, force: false, result: 'S' },
  { row: 'M8', target: 'MMIO shared', attrs: MMIO, t: 1, force: false, result: 'X' },
  {
    row: 'M8 as built',
    target: 'MMIO shared',
    attrs: MMIO,
    t: 1,
    force: false,
    result: 'P',
    assume: { DMA_MMIO_STATE: 'ignored' },
  },
];

const PHYS = {
  'RAM private': PRIVATE_RAM,
  'RAM shared': SHARED_RAM,
  'MMIO private': BAR0,
  'MMIO shared': BAR0,
} as const;

function rowOf(
  truth: TruthRow,
  platform: PlatformKind,
  result: Result,
  release: '7.3' | '7.2',
  unforced: boolean,
): GoldenDmaApiRow {
  const { row, target, attrs, t, force, pool, reports, assume } = truth;
  const phys = PHYS[target];
  const { P, S } = ALIASES[platform]!;
  const slots = result === 'Bs' || result === 'Bp' ? 32 : 0;
  const base = { P: phys | P, S: phys | S, Bs: POOL | S, Bp: POOL | P, raw: phys, X: null }[result];
  const expected =
    base === null ? ERROR : { address: base, ...(reports === undefined || release === '7.2' ? {} : { reports }) };
  return {
    id: `${row} on ${platform}, ${release}${unforced ? ', force off' : ''}`,
    assume: { DMA_RELEASE: release, ...assume },
    platform,
    unforced,
    requester: { ...(t === 1 ? LOCKED : {}), forceBounce: force, pool: pool === 'none' ? null : 0 },
    owner: target === 'MMIO private' ? LOCKED : {},
    pools: [{ base: POOL, slots: 64, shared: pool !== 'private' }],
    steps: [{ op: target.startsWith('MMIO') ? map(attrs) : mapRam(attrs, { phys }), ...expected, slots }],
  };
}

export const TRUTH_ROWS: readonly GoldenDmaApiRow[] = TABLE.flatMap((truth) =>
  (Object.keys(ALIASES) as PlatformKind[]).flatMap((platform) => {
    const { on, off } = truth.of72 ?? {};
    return [
      rowOf(truth, platform, truth.result, '7.3', false),
      ...(on === undefined ? [] : [rowOf(truth, platform, on, '7.2', false)]),
      ...(off === undefined ? [] : [rowOf(truth, platform, off, '7.2', true)]),
    ];
  }),
);
