import { z } from 'zod';
import { RMP_ASSUMPTION_POSITIONS, assumeRmp, type RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import type { RmpConfig } from '../../model/vocabulary/rmp/config';
import { RMP_STATES } from '../../model/vocabulary/rmp/entry';
import type { RmpOp } from '../../model/vocabulary/rmp/op';
import { bit, flag, number, raw64 } from '../plain/json';

/** Positions that are named; those that are not have the default. */
export const rmpAssumptionsSchema = z
  .strictObject(
    Object.fromEntries(
      Object.entries(RMP_ASSUMPTION_POSITIONS).map(([name, positions]) => [
        name,
        z.literal([...positions], { error: `must be one of ${positions.map(String).join(', ')}` }).optional(),
      ]),
    ),
  )
  .transform((choices): RmpAssumptions => assumeRmp(choices as Partial<RmpAssumptions>));

const coverage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('flat'), base: number, end: number }),
  z.strictObject({ kind: z.literal('segmented'), base: number, segmentLg: number, segments: z.array(raw64) }),
]);

const preset = z.strictObject({
  spa: number,
  pages: number,
  state: z.enum(RMP_STATES).exclude(['Invalid', 'Default']),
  size: bit,
  asid: number,
  gpa: number,
});

export const rmpConfigSchema = z.strictObject({
  coverage,
  cpuSnpEnabled: flag,
  iommuSnpEnabled: flag,
  vmpls: number,
  maxAsid: number,
  cBit: number.nullable(),
  x86Shutdown: flag,
  mmio: z.array(z.strictObject({ spa: number, pages: number })),
  iommuPages: z.array(number),
  preset: z.array(preset),
  assumptions: rmpAssumptionsSchema,
}) satisfies z.ZodType<RmpConfig>;

const instruction = { spa: number, asid: number };
const translation = {
  gpa: number,
  spa: number,
  guestLg: number,
  guestPresent: flag,
  nestedLg: number,
  nestedPresent: flag,
  nestedWritable: flag,
};
const guest = { ...translation, asid: number, vmpl: number, cpl: number, size: bit, badInput: flag };

/** The ops of the RMP machine, one schema each. */
export const RMP_OP_SCHEMAS = [
  z.strictObject({
    op: z.literal('rmpupdate'),
    ...instruction,
    to: z.strictObject({ assigned: flag, size: bit, immutable: flag, gpa: number, asid: number, reserved: flag }),
  }),
  z.strictObject({ op: z.literal('psmash'), ...instruction }),
  z.strictObject({ op: z.literal('rmpread'), ...instruction }),
  z.strictObject({ op: z.literal('rmpopt'), ...instruction }),
  z.strictObject({ op: z.literal('pvalidate'), ...guest, validate: flag }),
  z.strictObject({ op: z.literal('rmpadjust'), ...guest, target: number, mask: number, vmsa: flag }),
  z.strictObject({ op: z.literal('rmpquery'), ...guest, target: number }),
  z.strictObject({ op: z.literal('snpInit') }),
  z.strictObject({ op: z.literal('pageReclaim'), spa: number, size: bit, reserved: flag }),
  z.strictObject({ op: z.literal('pageUnsmash'), spa: number }),
  z.strictObject({ op: z.literal('pageSetState'), spa: number, pages: number }),
  z.strictObject({ op: z.literal('mdInit'), spa: number, context: number }),
  z.strictObject({ op: z.literal('gctxCreate'), spa: number }),
  z.strictObject({ op: z.literal('decommission'), spa: number }),
  z.strictObject({
    op: z.literal('launchUpdate'),
    spa: number,
    size: bit,
    type: z.enum(['normal', 'vmsa', 'secrets', 'cpuid']),
    perms: z.tuple([number, number, number]),
  }),
  z.strictObject({ op: z.literal('mmioValidate'), spa: number, pages: number, gpa: number, bound: flag }),
  z.strictObject({ op: z.literal('writeBuffer'), spa: number }),
  z.strictObject({ op: z.literal('snpShutdown'), x86: flag }),
  z.strictObject({
    op: z.literal('access'),
    ...translation,
    by: z.enum(['host', 'guest', 'snp-guest']),
    kind: z.enum(['read', 'write', 'fetch', 'tableRead', 'adUpdate', 'nestedTableRead']),
    user: flag,
    asid: number,
    vmpl: number,
    cBit: flag,
    vtom: number.nullable(),
  }),
  z.strictObject({
    op: z.literal('vmrun'),
    asid: number,
    snp: flag,
    vmcb: number,
    vmsa: number.nullable(),
    avic: number.nullable(),
  }),
  z.strictObject({ op: z.literal('vmexit') }),
  z.strictObject({ op: z.literal(['hsave', 'vmsave']), spa: number, virtualized: flag }),
  z.strictObject({ op: z.literal('busy'), spa: number, busy: flag }),
] as const;

export const rmpOpSchema = z.discriminatedUnion('op', RMP_OP_SCHEMAS, {
  error: 'must name an op of the rmp machine',
}) satisfies z.ZodType<RmpOp>;
