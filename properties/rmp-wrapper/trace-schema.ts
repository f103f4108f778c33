import { z } from 'zod';
import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import { flag, number } from '../plain/json';
import { rmpConfigSchema, rmpOpSchema } from '../rmp/trace-schema';

const level = z.literal([1, 2, 3], 'must be 1, 2 or 3');

export const wrapperConfigSchema = z.strictObject({
  rmp: rmpConfigSchema,
  rmpread: flag,
  ram: z.array(z.strictObject({ spa: number, pages: number })),
  directMap: z.enum(['4K', '2M', '1G', 'none']),
  hostSnp: flag,
  iommuSnp: flag,
  cpuMissing: flag,
  segments: z.strictObject({ minLg: number, maxLg: number, most: number.nullable() }),
  failAllocation: number.nullable(),
}) satisfies z.ZodType<WrapperConfig>;

export const wrapperOpSchema = z.discriminatedUnion(
  'op',
  [
    z.strictObject({ op: z.literal(['lookup', 'psmash']), page: number }),
    z.strictObject({
      op: z.literal('makePrivate'),
      page: number,
      level,
      splitFails: flag,
      gpa: number,
      asid: number,
      immutable: flag,
    }),
    z.strictObject({ op: z.literal('makeShared'), page: number, level, splitFails: flag }),
    z.strictObject({ op: z.literal('leak'), page: number, pages: number, dump: flag }),
    z.strictObject({ op: z.literal('makeCompound'), page: number, order: number }),
    z.strictObject({
      op: z.literal('dump'),
      hva: number,
      leaf: z.strictObject({ page: number, level }).nullable(),
    }),
    z.strictObject({ op: z.literal(['prepare', 'shutdown']) }),
    z.strictObject({ op: z.literal('elsewhere'), rmp: rmpOpSchema }),
  ],
  { error: 'must name an op of the rmp-wrapper machine' },
) satisfies z.ZodType<WrapperOp>;
