/**
 * What tells the profiles apart: a trace for each row of the version table (dma-mmio.md 0.4) in which 7.2 and 7.3
 * differ on this machine, and for what the seeds ask otherwise. Rows of the table that are not here say the same of
 * both, or are of other machines.
 */
import {
  at,
  BAR0,
  CC_SHARED,
  ERROR,
  legacy,
  LOCKED,
  map,
  mapRam,
  MMIO,
  OWNER,
  POOL,
  PRIVATE_RAM,
  REQUESTER,
  SHARED_RAM,
  type GoldenDmaApiRow,
  type GoldenStep,
} from './build';
import { root, twoRootPorts } from './topologies';

/** One trace, and what is expected of its only op under each profile; seeds where left out: as linux-7.3. */
export interface VersionRow extends Omit<GoldenDmaApiRow, 'assume' | 'steps'> {
  readonly op: GoldenStep['op'];
  readonly 'linux-7.2': Omit<GoldenStep, 'op'>;
  readonly 'linux-7.3': Omit<GoldenStep, 'op'>;
  readonly seeds?: Omit<GoldenStep, 'op'>;
}

const REALM_S = 1n << 47n;

export const VERSION_ROWS: readonly VersionRow[] = [
  {
    id: 'DMA_ATTR_CC_SHARED: semantics changed',
    op: mapRam(CC_SHARED),
    'linux-7.2': ERROR,
    'linux-7.3': at(PRIVATE_RAM),
  },
  {
    id: 'CC guests set global force bounce',
    platform: 'sev-guest',
    requester: LOCKED,
    op: mapRam(0),
    'linux-7.2': { address: POOL, slots: 32 },
    'linux-7.3': at(PRIVATE_RAM | (1n << 51n)),
  },
  {
    id: 'MMIO address in dma-direct: dma_range_map',
    requester: { rangeMap: [{ cpu: 0n, dma: 0x1_0000_0000n, bytes: 1n << 40n }] },
    op: map(MMIO),
    'linux-7.2': at(BAR0),
    'linux-7.3': at(BAR0 + 0x1_0000_0000n),
  },
  {
    id: 'MMIO address in dma-direct: encryption alias',
    platform: 'realm',
    op: map(MMIO | CC_SHARED),
    'linux-7.2': at(BAR0),
    'linux-7.3': at(BAR0 | REALM_S),
  },
  {
    id: '7.2 R6: CC_SHARED is not bounced by force',
    platform: 'realm',
    requester: { forceBounce: true },
    op: mapRam(CC_SHARED, { phys: SHARED_RAM }),
    'linux-7.2': at(SHARED_RAM | REALM_S),
    'linux-7.3': { address: POOL | REALM_S, slots: 32 },
    seeds: ERROR,
  },
  {
    id: '7.2 M3: forced bounce and MMIO with CC_SHARED',
    requester: { forceBounce: true },
    op: map(MMIO | CC_SHARED),
    'linux-7.2': at(BAR0),
    'linux-7.3': ERROR,
  },
  {
    id: 'whitelist: NVIDIA is new',
    topology: twoRootPorts(false, [root(0x2f95, { vendor: 0x10de })]),
    op: { op: 'mapType', provider: { device: OWNER, bar: 0 }, device: REQUESTER },
    'linux-7.2': { mapType: 'NOT_SUPPORTED' },
    'linux-7.3': { mapType: 'THRU_HOST_BRIDGE' },
  },
  {
    id: 'seed 002: what names MMIO private',
    platform: 'realm',
    op: map(MMIO),
    'linux-7.2': ERROR,
    'linux-7.3': ERROR,
    seeds: at(BAR0 | REALM_S),
  },
  {
    id: 'seed 001: RAM that was converted',
    platform: 'tdx',
    op: mapRam(CC_SHARED, { phys: SHARED_RAM }),
    'linux-7.2': at(SHARED_RAM),
    'linux-7.3': at(SHARED_RAM),
    seeds: ERROR,
  },
  {
    id: 'seed 002: POWER must have a resource op',
    requester: legacy('powerTce'),
    op: map(MMIO),
    'linux-7.2': { slots: 0 },
    'linux-7.3': { slots: 0 },
    seeds: ERROR,
  },
];
