import { z } from 'zod';
import {
  DEFAULT_DMA_API_ASSUMPTIONS,
  DMA_API_ASSUMPTION_POSITIONS,
  type DmaApiAssumptions,
} from '../../model/vocabulary/dma-api/assumption';
import type { DmaApiConfig } from '../../model/vocabulary/dma-api/config';
import { PLATFORMS } from '../../model/vocabulary/dma-api/platform';
import { flag, number, raw64 } from '../plain/json';
import { configFault } from './config-fault';

/** Positions that are named; those that are not have the default. */
const assumptions = z
  .strictObject(
    Object.fromEntries(
      Object.entries(DMA_API_ASSUMPTION_POSITIONS).map(([name, positions]) => [
        name,
        z.literal([...positions], { error: `must be one of ${positions.join(', ')}` }).optional(),
      ]),
    ),
  )
  .transform((choices): DmaApiAssumptions => ({
    ...DEFAULT_DMA_API_ASSUMPTIONS,
    ...(choices as Partial<DmaApiAssumptions>),
  }));

/** An unsigned 64-bit value: `"0x…"`, or a JSON number where it is small. */
export const u64 = z.union([raw64, z.int().nonnegative().transform(BigInt)], {
  error: 'must be a 64-bit value like "0x1000"',
});
/** One that is not 0. */
export const some64 = u64.refine((value) => value > 0n, { error: 'must not be 0' });

const span = { base: u64, bytes: u64 };

const platform = z.strictObject({
  kind: z.enum(PLATFORMS),
  cBit: number,
  ipaBits: number,
  guestForcesBounce: flag,
});

const acs = z.strictObject({ capable: number, control: number });

const topology = z.strictObject({
  zen: flag,
  hostBridges: z.array(
    z.strictObject({
      root: z.strictObject({ vendor: number, device: number, devfn: number, isRootPort: flag }).nullable(),
    }),
  ),
  nodes: z.array(z.strictObject({ parent: number.nullable(), host: number, bdf: number, acs: acs.nullable() })),
});

const dma = z.discriminatedUnion('path', [
  z.strictObject({ path: z.literal(['direct', 'iommu']) }),
  z.strictObject({
    path: z.literal('legacy'),
    ops: z.enum(['absent', 'refusesMmio', 'xenSwiotlb', 'arm32', 'powerTce']),
    bypass: flag,
    requiredMask: u64,
    directWindow: u64,
  }),
]);

const bar = z.strictObject({ ...span, kind: z.enum(['memory', 'io', 'absent']), bus: u64, tee: flag });

const device = z.strictObject({
  node: number.nullable(),
  ancestor: number.nullable(),
  dma,
  coherent: flag,
  dmaMask: u64.nullable(),
  coherentMask: u64,
  busLimit: u64,
  rangeMap: z.array(z.strictObject({ cpu: u64, dma: u64, bytes: u64 })).nullable(),
  forceBounce: flag,
  pool: number.nullable(),
  untrusted: flag,
  kmallocAlign: u64,
  windows: z.array(z.strictObject(span)),
  bars: z.array(bar),
  nonMappableBars: flag,
  providers: flag,
  tdisp: flag,
  locked: flag,
});

export const dmaApiConfigSchema = z
  .strictObject({
    assumptions,
    granuleLg: z.literal([12, 14, 16], 'must be 12, 14 or 16'),
    platform,
    topology,
    devices: z.array(device).min(1, 'must have one device at least'),
    pools: z.array(z.strictObject({ base: u64, slots: number, shared: flag })),
    ram: z.array(z.strictObject({ ...span, shared: flag })),
  })
  .superRefine((config, context) => {
    const fault = configFault(config);
    if (fault !== null) context.addIssue({ code: 'custom', ...fault });
  }) satisfies z.ZodType<DmaApiConfig>;
