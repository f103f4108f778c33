import { z } from 'zod';
import {
  DEFAULT_VIOMMU_ASSUMPTIONS,
  VIOMMU_ASSUMPTION_POSITIONS,
  type ViommuAssumptions,
} from '../../model/vocabulary/viommu/assumption';
import {
  SUBREGION_BYTES,
  SUBREGION_COUNT,
  SUBREGION_PAGES,
  type ViommuConfig,
} from '../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../model/vocabulary/viommu/op';
import { flag, number } from '../plain/json';

/** Positions that are named; those that are not have the default. */
const assumptions = z
  .strictObject(
    Object.fromEntries(
      Object.entries(VIOMMU_ASSUMPTION_POSITIONS).map(([name, positions]) => [
        name,
        z.literal([...positions], { error: `must be one of ${positions.join(', ')}` }).optional(),
      ]),
    ),
  )
  .transform((choices): ViommuAssumptions => ({
    ...DEFAULT_VIOMMU_ASSUMPTIONS,
    ...(choices as Partial<ViommuAssumptions>),
  }));

const block = z.strictObject({
  spa: number.refine((spa) => spa % SUBREGION_BYTES === 0, 'must be a multiple of 2 MiB'),
  node: number,
  stalePages: number.refine((pages) => pages <= SUBREGION_PAGES, 'must be at most 512'),
});

export const viommuConfigSchema = z.strictObject({
  assumptions,
  cBit: z.int().min(32).max(51).nullable(),
  hostTranslation: flag,
  iommus: z.array(z.strictObject({ node: number.nullable() })).min(1, 'must have one IOMMU at least'),
  memory: z
    .array(block)
    .refine((blocks) => new Set(blocks.map(({ spa }) => spa)).size === blocks.length, 'must name each block once'),
}) satisfies z.ZodType<ViommuConfig>;

const region = number.refine((index) => index < SUBREGION_COUNT, 'must be 0 to 3');
const errno = z.int().negative('must be a negative errno');
const pages = number.refine((count) => count < SUBREGION_PAGES, 'must be less than 512');
const bytes = number.refine((count) => count % 4096 === 0, 'must be a multiple of 4096');

const fault = z.discriminatedUnion(
  'step',
  [
    z.strictObject({ step: z.literal(['allocDomain', 'mapVf', 'mapVfControl']) }),
    z.strictObject({ step: z.literal(['allocBlock', 'wait']), region }),
    z.strictObject({ step: z.literal(['setUncached', 'restore']), region, pages, errno }),
    z.strictObject({ step: z.literal(['map', 'queue']), region, errno }),
    z.strictObject({ step: z.literal('unmap'), region, bytes }),
  ],
  { error: 'must name a step of the viommu machine' },
);

/** The ops of the viommu machine, one schema each. */
export const viommuOpSchema = z.discriminatedUnion(
  'op',
  [
    z.strictObject({
      op: z.literal(['init', 'uninit', 'driverInit', 'driverUninit']),
      iommu: number,
      faults: z.array(fault),
    }),
    z.strictObject({ op: z.literal(['setDte', 'clearDte']), iommu: number }),
    z.strictObject({ op: z.literal('access'), iommu: number, iova: number, write: flag }),
  ],
  { error: 'must name an op of the viommu machine' },
) satisfies z.ZodType<ViommuOp>;
