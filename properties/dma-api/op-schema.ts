import { z } from 'zod';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import { flag, number } from '../plain/json';
import { some64, u64 } from './trace-schema';

const name = z.string().min(1);
const device = number;
const errno = z.int().negative('must be a negative errno');
const attrs = number;
const linkDirection = z.enum(['BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE']);
const direction = z.enum(['BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE', 'NONE']);
const form = z.enum(['phys', 'page', 'resource']);
const provider = z.strictObject({ device, bar: z.int().min(0).max(5) });

/** Physical addresses have 52 bits. */
const phys = u64.refine((value) => value < 1n << 52n, { error: 'must be below 2^52' });

const fail = z
  .union([
    z.strictObject({ at: z.enum(['attach', 'iova']) }),
    z.strictObject({ at: z.literal('bounce'), piece: number }),
    z.strictObject({ at: z.literal('iommuMap'), piece: number, errno }),
  ])
  .nullable();

const topologyOps = [
  z.strictObject({ op: z.literal('setAcs'), node: number, control: number }),
  z.strictObject({ op: z.literal('makeProviders'), device, fail: flag }),
  z.strictObject({ op: z.literal('distanceMany'), provider: device, clients: z.array(device), verbose: flag }),
  z.strictObject({ op: z.literal('mapType'), provider, device }),
  z.strictObject({ op: z.literal(['lock', 'unlock']), device }),
] as const;

const mapOps = [
  z.strictObject({
    op: z.literal('mapPhys'),
    mapping: name,
    form,
    device,
    phys,
    bytes: some64,
    direction,
    attrs,
    fail,
  }),
  z.strictObject({ op: z.literal('unmapPhys'), mapping: name, form, direction, attrs }),
  z.strictObject({
    op: z.literal('mapP2p'),
    mapping: name,
    device,
    provider,
    offset: u64,
    bytes: some64,
    direction,
    fail,
  }),
  z.strictObject({ op: z.literal(['unmapP2p', 'unmapSg']), mapping: name }),
  z.strictObject({
    op: z.literal('mapSg'),
    mapping: name,
    device,
    segments: z.array(z.strictObject({ phys, bytes: some64 })).min(1, 'must have one segment at least'),
    direction,
    attrs,
    fail,
  }),
  z.strictObject({ op: z.literal('syncFor'), mapping: name, target: z.enum(['cpu', 'device']) }),
] as const;

const range = { offset: u64, bytes: some64 };

const iovaOps = [
  z.strictObject({ op: z.literal('tryAlloc'), state: name, device, phys, bytes: u64, fail }),
  z.strictObject({ op: z.literal('link'), state: name, phys, ...range, direction: linkDirection, attrs, fail }),
  z.strictObject({
    op: z.literal('sync'),
    state: name,
    ...range,
    fail: z.int().nonpositive('must be 0 or a negative errno'),
  }),
  z.strictObject({ op: z.literal('unlink'), state: name, ...range, direction: linkDirection, attrs }),
  z.strictObject({ op: z.literal('destroy'), state: name, mappedBytes: u64, direction: linkDirection, attrs }),
  z.strictObject({ op: z.literal('free'), state: name }),
] as const;

/** The ops of the dma-api machine, one schema each. */
export const dmaApiOpSchema = z.discriminatedUnion('op', [...topologyOps, ...mapOps, ...iovaOps], {
  error: 'must name an op of the dma-api machine',
}) satisfies z.ZodType<DmaApiOp>;
