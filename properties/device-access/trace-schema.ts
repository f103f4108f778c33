import { z } from 'zod';
import type { DeviceAccessConfig } from '../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../model/vocabulary/device-access/op';
import { bit, flag, number, raw64 } from '../plain/json';
import { RMP_OP_SCHEMAS, rmpConfigSchema } from '../rmp/trace-schema';

const table = z.strictObject({
  format: z.enum(['amdv1', 'amdv2', 'gcr3']),
  levels: number,
  address: number,
  spa: number,
  pages: number,
});

export const deviceAccessConfigSchema = z.strictObject({
  rmp: rmpConfigSchema,
  tables: z.array(table),
  devices: number,
}) satisfies z.ZodType<DeviceAccessConfig>;

const sdte = z.strictObject({
  valid: flag,
  mode: number,
  hostRoot: number,
  s1Root: number.nullable(),
  s1Levels: number,
  asid: number,
  vmpl: number,
  vtom: number.nullable(),
});
const request = { device: number, pasid: number.nullable(), t: bit, iova: number };

export const deviceAccessOpSchema = z.discriminatedUnion(
  'op',
  [
    ...RMP_OP_SCHEMAS,
    z.strictObject({ op: z.literal('dma'), ...request, offset: number, write: flag }),
    z.strictObject({ op: z.literal('setDte'), device: number, qwords: z.tuple([raw64, raw64, raw64, raw64]) }),
    z.strictObject({ op: z.literal('setSdte'), device: number, sdte: sdte.nullable() }),
    z.strictObject({
      op: z.literal('ioMap'),
      table: number,
      iova: number,
      oa: number,
      lg: number,
      read: flag,
      write: flag,
      cBit: flag,
    }),
    z.strictObject({ op: z.literal('ioUnmap'), table: number, iova: number }),
    z.strictObject({ op: z.literal('gcr3'), table: number, pasid: number, s1: number }),
    z.strictObject({ op: z.literal('poke'), spa: number, index: number, value: raw64 }),
    z.strictObject({ op: z.literal('invalidate'), device: number.nullable(), iova: number, pages: number }),
    z.strictObject({ op: z.literal('evict'), ...request }),
    z.strictObject({ op: z.literal('clearFence'), asid: number }),
    z.strictObject({ op: z.literal('mmio'), device: number, write: flag }),
    z.strictObject({ op: z.literal('iommuRead'), spa: number }),
    z.strictObject({ op: z.literal('iommuWrite'), spa: number, what: z.enum(['log', 'completion', 'hostAD']) }),
    z.strictObject({ op: z.literal('psmashIo'), spa: number, table: number, iova: number }),
  ],
  { error: 'must name an op of the device-access machine' },
) satisfies z.ZodType<DeviceAccessOp>;
