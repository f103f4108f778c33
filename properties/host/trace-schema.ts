import { z } from 'zod';
import type { HostConfig } from '../../model/vocabulary/host/config';
import { guestRegions } from '../../model/vocabulary/host/layout';
import type { ActorName, HostCall, HostOp } from '../../model/vocabulary/host/op';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import { bit, flag, number } from '../plain/json';
import { rmpAssumptionsSchema } from '../rmp/trace-schema';

const guest = z.strictObject({
  asid: number,
  vtom: number.nullable(),
  backing: z.enum(['in-place', 'separate']),
  regions: z.array(z.enum(['shared', 'private 2M', 'private 4K', 'mixed'])),
  launched: flag,
});

const importer = z.strictObject({
  path: z.enum(['iommufd', 'type1', 'dma-api']),
  ports: z.array(z.strictObject({ ats: flag })).min(1),
  t: bit,
  guest: number,
  acs: flag,
});

const bar = z.strictObject({ device: number, first: number, pages: number, tio: flag });

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What the fields say together that no host can be. */
function* faults(config: HostConfig): Iterable<Fault> {
  const { guests, devices, mmio, importers } = config;
  for (const [k, { path, ports, t, guest: g, acs }] of importers.entries()) {
    const at = (field: string): (string | number)[] => ['importers', k, field];
    if (g >= guests.length) yield { path: at('guest'), message: `there is no guest ${g}` };
    if (path === 'dma-api' && ports.length > 1) yield { path: at('ports'), message: 'must be one for the DMA API' };
    if (path === 'type1' && t === 1)
      yield { path: at('t'), message: 'must be 0 for type1, which maps memory of the host' };
    if (t === 1 && !acs) yield { path: at('acs'), message: 'must be true at T=1' };
  }
  for (const [d, { guest: g }] of devices.entries()) {
    if (g >= guests.length) yield { path: ['devices', d, 'guest'], message: `there is no guest ${g}` };
  }
  for (const [r, { device, first, pages }] of mmio.entries()) {
    if (device >= devices.length) yield { path: ['mmio', r, 'device'], message: `there is no device ${device}` };
    if (pages === 0 || first + pages > REGION_PAGES)
      yield { path: ['mmio', r, 'pages'], message: 'must lie in one region of 512 pages' };
  }
  for (const [g, { vtom, launched, regions }] of guests.entries()) {
    if (vtom !== null && (vtom % REGION_PAGES !== 0 || vtom < guestRegions(config, g) * REGION_PAGES))
      yield { path: ['guests', g, 'vtom'], message: 'must be a 2M boundary beyond memory and BARs of the guest' };
    if (!launched && regions.some((start) => start !== 'shared'))
      yield { path: ['guests', g, 'regions'], message: 'must all be shared in a guest that is not launched' };
  }
}

export const hostConfigSchema = z
  .strictObject({
    ram: number,
    mmio: z.array(bar),
    guests: z.array(guest),
    devices: z.array(z.strictObject({ guest: number, ats: flag })),
    // Traces that were written before there were any have none.
    importers: z.array(importer).default([]),
    contention: number,
    assumptions: rmpAssumptionsSchema,
  })
  .superRefine((config, context) => {
    for (const { path, message } of faults(config)) context.addIssue({ code: 'custom', path, message });
  }) satisfies z.ZodType<HostConfig>;

const range = { gfn: number, n: number };
const call = z.discriminatedUnion('call', [
  z.strictObject({ call: z.literal(['toPrivate', 'toShared', 'mapShared']), ...range }),
  z.strictObject({ call: z.literal('pvalidate'), gfn: number, size: bit, validate: flag }),
  z.strictObject({ call: z.literal('touch'), gfn: number }),
  z.strictObject({ call: z.literal('attach'), device: number, t: bit }),
  z.strictObject({ call: z.literal(['detach', 'accept', 'release', 'lockTdi']), device: number }),
  z.strictObject({ call: z.literal('launchUpdate'), ...range, refused: flag }),
  z.strictObject({ call: z.literal('launchFinish') }),
  z.strictObject({ call: z.literal('alloc'), n: number }),
  z.strictObject({ call: z.literal('free'), pfn: number, n: number }),
  z.strictObject({ call: z.literal('hostWrite'), pfn: number }),
  z.strictObject({ call: z.literal('gmemPunch'), guest: number, ...range }),
  z.strictObject({ call: z.literal('reclaim'), pfn: number }),
  z.strictObject({ call: z.literal('clearFence'), guest: number }),
  z.strictObject({ call: z.literal(['exportBar', 'dropImport']), bar: number }),
  z.strictObject({ call: z.literal('resetDevice'), device: number }),
  z.strictObject({ call: z.literal('setMemory'), device: number, on: flag }),
  z.strictObject({
    call: z.literal('importBar'),
    bar: number,
    iova: number,
    before: number,
    after: number,
    fails: number,
  }),
  z.strictObject({ call: z.literal('openPort'), port: number, fails: number }),
  z.strictObject({ call: z.literal('closePort'), port: number }),
  z.strictObject({ call: z.literal('transfer'), bar: number, page: number, n: number }),
]) satisfies z.ZodType<HostCall>;

const actor = z
  .string()
  .regex(
    /^(vcpu\d+\.\d+|vmm\d+|kernel[01]|firmware|importer\d+)$/,
    'must be an actor like "vcpu0.1", "vmm0", "kernel0", "firmware" or "importer0"',
  )
  .transform((name) => name as ActorName);

const access = z.discriminatedUnion('by', [
  z.strictObject({
    op: z.literal('access'),
    by: z.literal('device'),
    device: number,
    t: bit,
    page: number,
    write: flag,
  }),
  z.strictObject({
    op: z.literal('access'),
    by: z.literal('importer'),
    importer: number,
    port: number,
    page: number,
    write: flag,
  }),
  z.strictObject({ op: z.literal('access'), by: z.literal('guest'), guest: number, page: number, write: flag }),
  z.strictObject({
    op: z.literal('access'),
    by: z.literal('host'),
    page: number,
    write: flag,
    mapSize: z.literal([12, 21, null]),
  }),
]);

export const hostOpSchema = z.union(
  [
    z.strictObject({ op: z.literal('start'), actor, call, hold: number.nullable() }),
    z.strictObject({ op: z.literal('run'), actor, n: number.nullable() }),
    access,
    z.strictObject({ op: z.literal('evict'), device: number, t: bit, page: number }),
  ],
  { error: 'must be a start, run, access or evict op with the fields of model/vocabulary/host/op.ts' },
) satisfies z.ZodType<HostOp>;
