import { z } from 'zod';
import {
  DEFAULT_DMA_BUF_ASSUMPTIONS,
  DMA_BUF_ASSUMPTION_POSITIONS,
  type DmaBufAssumptions,
} from '../../model/vocabulary/dma-buf/assumption';
import type { DmaBufConfig } from '../../model/vocabulary/dma-buf/config';
import { flag, number, raw64 } from '../plain/json';

/** Positions that are named; those that are not have the default. */
const assumptions = z
  .strictObject(
    Object.fromEntries(
      Object.entries(DMA_BUF_ASSUMPTION_POSITIONS).map(([name, positions]) => [
        name,
        z.literal([...positions], { error: `must be one of ${positions.join(', ')}` }).optional(),
      ]),
    ),
  )
  .transform((choices): DmaBufAssumptions => ({
    ...DEFAULT_DMA_BUF_ASSUMPTIONS,
    ...(choices as Partial<DmaBufAssumptions>),
  }));

/** An unsigned 64-bit value: `"0x…"`, or a JSON number where it is small. */
export const u64 = z.union([raw64, z.int().nonnegative().transform(BigInt)], {
  error: 'must be a 64-bit value like "0x1000"',
});

const span = { base: u64, bytes: u64 };

const exporter = z.strictObject({
  bars: z
    .array(z.strictObject({ ...span, kind: z.enum(['memory', 'io', 'absent']), claimed: flag }))
    .length(6, 'must list BAR0 to BAR5'),
  busOffset: u64,
  driver: z.enum(['vfio-pci', 'noRanges', 'noFeature']),
  providers: flag,
  virtualFunction: flag,
  memoryBit: flag,
  resets: flag,
  flr: flag,
});

const importer = z.strictObject({
  kind: z.enum(['static', 'pinned', 'revocable']),
  unmapsInCallback: flag,
  reach: z.array(z.enum(['BUS_ADDR', 'THRU_HOST_BRIDGE', 'NOT_SUPPORTED'])),
  dma: z.discriminatedUnion('path', [
    z.strictObject({ path: z.literal('direct'), mask: u64, forceBounce: flag }),
    z.strictObject({ path: z.literal('iommu'), windows: z.array(z.strictObject(span)) }),
  ]),
});

export const dmaBufConfigSchema = z
  .strictObject({
    assumptions,
    pageLg: z.literal([12, 14, 16], 'must be 12, 14 or 16'),
    hasDmaBuf: flag,
    exporters: z.array(exporter).min(1, 'must have one exporter at least'),
    importers: z.array(importer),
    ioas: z.strictObject({ domains: number, reserved: z.array(z.strictObject(span)) }),
  })
  .refine(({ exporters, importers }) => importers.every(({ reach }) => reach.length === exporters.length), {
    error: 'every importer must say how it reaches each exporter',
  }) satisfies z.ZodType<DmaBufConfig>;
