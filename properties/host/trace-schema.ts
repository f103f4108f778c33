import { z } from 'zod';
import type { HostConfig } from '../../model/vocabulary/host/config';
import type { ActorName, HostCall, HostOp } from '../../model/vocabulary/host/op';
import { bit, flag, number } from '../plain/json';
import { rmpAssumptionsSchema } from '../rmp/trace-schema';

const guest = z.strictObject({
  asid: number,
  vtom: number.nullable(),
  backing: z.enum(['in-place', 'separate']),
  regions: z.array(z.enum(['shared', 'private 2M', 'private 4K', 'mixed'])),
});

export const hostConfigSchema = z
  .strictObject({
    ram: number,
    guests: z.array(guest),
    devices: z.array(z.strictObject({ guest: number, ats: flag })),
    contention: number,
    assumptions: rmpAssumptionsSchema,
  })
  .superRefine(({ guests, devices }, context) => {
    const odd = devices.findIndex((device) => device.guest >= guests.length);
    if (odd < 0) return;
    const message = `there is no guest ${devices[odd]!.guest}`;
    context.addIssue({ code: 'custom', path: ['devices', odd, 'guest'], message });
  }) satisfies z.ZodType<HostConfig>;

const range = { gfn: number, n: number };
const call = z.discriminatedUnion('call', [
  z.strictObject({ call: z.literal(['toPrivate', 'toShared', 'mapShared']), ...range }),
  z.strictObject({ call: z.literal('pvalidate'), gfn: number, size: bit, validate: flag }),
  z.strictObject({ call: z.literal('touch'), gfn: number }),
  z.strictObject({ call: z.literal('attach'), device: number, t: bit }),
  z.strictObject({ call: z.literal(['detach', 'accept', 'release', 'lockTdi']), device: number }),
  z.strictObject({ call: z.literal('alloc'), n: number }),
  z.strictObject({ call: z.literal('free'), pfn: number, n: number }),
  z.strictObject({ call: z.literal('hostWrite'), pfn: number }),
  z.strictObject({ call: z.literal('gmemPunch'), guest: number, ...range }),
  z.strictObject({ call: z.literal('reclaim'), pfn: number }),
  z.strictObject({ call: z.literal('clearFence'), guest: number }),
]) satisfies z.ZodType<HostCall>;

const actor = z
  .string()
  .regex(
    /^(vcpu\d+\.\d+|vmm\d+|kernel[01]|firmware)$/,
    'must be an actor like "vcpu0.1", "vmm0", "kernel0" or "firmware"',
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
  z.strictObject({ op: z.literal('access'), by: z.literal('guest'), guest: number, page: number, write: flag }),
  z.strictObject({ op: z.literal('access'), by: z.literal('host'), page: number, lg: z.literal([12, 21, null]) }),
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
