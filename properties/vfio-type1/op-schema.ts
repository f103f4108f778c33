import { z } from 'zod';
import type { Type1Op } from '../../model/vocabulary/vfio-type1/op';
import { flag, number } from '../plain/json';
import { area, u64 } from './trace-schema';

const errno = z.int().negative('must be a negative errno');
const nth = number;

const fault = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal(['mapping', 'batch']) }),
  z.strictObject({ at: z.literal('pin'), nth, errno: z.int().nonpositive('must be 0 or a negative errno') }),
  z.strictObject({ at: z.literal(['account', 'piece']), nth }),
  z.strictObject({ at: z.literal('map'), nth, errno }),
]);
const argument = z.enum(['ok', 'unreadable', 'small']);
const fail = fault.nullable();

/** The ops of the vfio-type1 machine, one schema each. */
export const type1OpSchema = z.discriminatedUnion(
  'op',
  [
    z.strictObject({
      op: z.literal('map'),
      argument,
      otherFlags: flag,
      read: flag,
      write: flag,
      updateVaddr: flag,
      iova: u64,
      vaddr: u64,
      size: u64,
      fail,
    }),
    z.strictObject({
      op: z.literal('unmap'),
      argument,
      otherFlags: flag,
      all: flag,
      invalidateVaddr: flag,
      iova: u64,
      size: u64,
      fail,
    }),
    z.strictObject({ op: z.literal(['attach', 'detach']), domain: number, fail }),
    z.strictObject({ op: z.literal('mmap'), area }),
    z.strictObject({ op: z.literal('munmap'), start: u64 }),
    z.strictObject({ op: z.literal('barMemory'), start: u64, enabled: flag }),
    z.strictObject({ op: z.literal('pinPage'), iova: u64, write: flag }),
    z.strictObject({ op: z.literal('unpinPage'), iova: u64 }),
  ],
  { error: 'must name an op of the vfio-type1 machine' },
) satisfies z.ZodType<Type1Op>;
