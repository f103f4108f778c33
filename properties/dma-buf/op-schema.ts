import { z } from 'zod';
import type { DmaBufOp } from '../../model/vocabulary/dma-buf/op';
import { flag, number } from '../plain/json';
import { u64 } from './trace-schema';

const name = z.string().min(1);
const device = number;
const errno = z.int().negative('must be a negative errno');
const result = z.int().nonpositive('must be 0 or a negative errno');

const exportFault = z.union([
  z.strictObject({ at: z.enum(['resume', 'copy', 'allocation', 'registration']) }),
  z.strictObject({ at: z.enum(['create', 'fd']), errno }),
]);

const mapFault = z.union([
  z.strictObject({ at: z.enum(['object', 'state', 'table', 'reservation']) }),
  z.strictObject({ at: z.literal('mapPhys'), range: number }),
  z.strictObject({ at: z.literal('link'), range: number, errno }),
  z.strictObject({ at: z.literal('sync'), errno }),
]);

const exportOp = z.strictObject({
  op: z.literal('export'),
  buf: name,
  device,
  argsz: number,
  get: flag,
  set: flag,
  probe: flag,
  otherFlags: flag,
  region: number,
  openFlags: number,
  flags: number,
  ranges: z.array(z.strictObject({ offset: u64, length: u64 })),
  unreadable: z.enum(['header', 'payload', 'ranges']).nullable(),
  fail: exportFault.nullable(),
});

const importerOps = [
  z.strictObject({ op: z.literal('attach'), attachment: name, buf: name, importer: number }),
  z.strictObject({ op: z.literal(['detach', 'pin', 'unpin']), attachment: name }),
  z.strictObject({
    op: z.literal('map'),
    mapping: name,
    attachment: name,
    direction: z.enum(['BIDIRECTIONAL', 'TO_DEVICE', 'FROM_DEVICE']),
    fail: mapFault.nullable(),
  }),
  z.strictObject({ op: z.literal('unmap'), mapping: name }),
  z.strictObject({
    op: z.literal('addFence'),
    fence: name,
    buf: name,
    usage: z.enum(['kernel', 'write', 'read', 'bookkeep']),
  }),
  z.strictObject({ op: z.literal('signalFence'), fence: name }),
  z.strictObject({ op: z.literal(['mmap', 'release']), buf: name }),
] as const;

const deviceOps = [
  z.strictObject({
    op: z.literal(['open', 'close', 'remove', 'lowPowerEntry', 'lowPowerExit', 'suspend', 'wakeup', 'touch']),
    device,
  }),
  z.strictObject({ op: z.literal('reset'), device, result }),
  z.strictObject({
    op: z.literal('hotReset'),
    device,
    noSet: flag,
    resume: result,
    foreign: device.nullable(),
    contended: device.nullable(),
    result,
  }),
  z.strictObject({
    op: z.literal('command'),
    device,
    memory: flag,
    fail: z.strictObject({ at: z.enum(['read', 'write']), errno }).nullable(),
  }),
  z.strictObject({ op: z.literal('power'), device, state: z.literal([0, 1, 2, 3]), refused: flag }),
  z.strictObject({ op: z.literal('flr'), device, via: z.enum(['pcie', 'af']), result }),
  z.strictObject({
    op: z.literal('lowPowerEntryWithWakeup'),
    device,
    argument: z.enum(['ok', 'small', 'unreadable', 'negative', 'closed', 'notEventfd']),
  }),
] as const;

const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('buf'), buf: name }),
  z.strictObject({ kind: z.literal('foreign'), bytes: u64 }),
  z.strictObject({ kind: z.literal('none') }),
]);

const ioasOps = [
  z.strictObject({
    op: z.literal('mapFile'),
    area: name,
    target,
    start: u64,
    length: u64,
    iova: u64,
    read: flag,
    write: flag,
    otherFlags: flag,
    badIoas: flag,
  }),
  z.strictObject({ op: z.literal('copyArea'), area: name, from: name, iova: u64 }),
  z.strictObject({ op: z.literal('unmapArea'), area: name, part: z.enum(['native', 'compatible']).nullable() }),
  z.strictObject({ op: z.literal(['attachDomain', 'detachDomain']), domain: number }),
  z.strictObject({ op: z.literal('kernelAccess'), area: name }),
] as const;

/** The ops of the dma-buf machine, one schema each. */
export const dmaBufOpSchema = z.discriminatedUnion('op', [exportOp, ...importerOps, ...deviceOps, ...ioasOps], {
  error: 'must name an op of the dma-buf machine',
}) satisfies z.ZodType<DmaBufOp>;
