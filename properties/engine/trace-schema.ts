import { z } from 'zod';
import type { AssumptionName, AssumptionChoices } from '../../model/vocabulary';
import { ASSUMPTION_POSITIONS, DEFAULT_ASSUMPTIONS } from '../../model/vocabulary/assumption';
import { PAGE_SIZES } from '../../model/vocabulary/config';
import { OP_NAMES } from '../../model/vocabulary/op';
import type { BitNames } from './bit-names';
import { FLAG_BITS, PROT_BITS } from './bit-names';

export const TRACE_FORMAT = 'iommu-conformance trace';
export const TRACE_VERSION = 1;

/** A 64-bit value: never a JSON number, which would round it. */
const u64 = z
  .string({ error: 'must be a string like "0x1000"' })
  .regex(/^0x[0-9a-f]{1,16}$/i, 'must be a 64-bit value like "0x1000"')
  .transform((text) => BigInt(text));

const bits = ({ names, fromText }: BitNames) =>
  z.string({ error: `must be a string of names joined by |` }).transform((text, context) => {
    const value = fromText(text);
    if (value !== null) return value;
    context.issues.push({ code: 'custom', input: text, message: `must be names of ${names.join(', ')}, joined by |` });
    return z.NEVER;
  });

const whole = (min: number, max: number) => z.int(`must be a whole number`).min(min).max(max);

const pgsize = u64.transform((size, context) => {
  const lg = size.toString(2).length - 1;
  if (size > 1n && size === 1n << BigInt(lg)) return lg;
  context.issues.push({ code: 'custom', input: size, message: 'must be a power of two like "0x1000"' });
  return z.NEVER;
});

const domain = whole(0, 1).default(0);
const prot = bits(PROT_BITS).default(0);
const flags = bits(FLAG_BITS).default(0);
const segments = z.array(z.strictObject({ oa: u64, len: u64 }));
const range = { domain, iova: u64, len: u64 };

/** One op, with the fields that its kind uses (op-fields.ts). */
const op = z.discriminatedUnion(
  'op',
  [
    z.strictObject({ op: z.literal('map'), ...range, oa: u64, prot }),
    z.strictObject({ op: z.literal('mapPages'), ...range, oa: u64, pgsize, prot }),
    z.strictObject({ op: z.literal('unmap'), ...range, pgsize: pgsize.optional() }),
    z.strictObject({ op: z.literal('iovaToPhys'), domain, iova: u64 }),
    z.strictObject({ op: z.literal('setDirty'), domain, iova: u64 }),
    z.strictObject({ op: z.literal('readAndClearDirty'), ...range, flags }),
    z.strictObject({ op: z.literal('iommuMap'), ...range, oa: u64, prot, flags }),
    z.strictObject({ op: z.literal('iommuUnmap'), ...range }),
    z.strictObject({ op: z.literal('iommuMapSg'), domain, iova: u64, segments, prot, flags }),
    z.strictObject({ op: z.literal('sync'), domain }),
    z.strictObject({
      op: z.literal('budget'),
      domain,
      tables: z.union([whole(0, 0xffff_fffe), z.literal('unlimited')], {
        error: 'must be a number of tables, or "unlimited"',
      }),
    }),
  ],
  { error: `must name one of ${OP_NAMES.join(', ')}` },
);
export type OpDocument = z.input<typeof op>;
export type ParsedOp = z.output<typeof op>;

const positions = Object.entries(ASSUMPTION_POSITIONS).map(
  ([name, choices]) => [name, z.enum(choices).default(DEFAULT_ASSUMPTIONS[name as AssumptionName])] as const,
);
const assumptions = z
  .strictObject(Object.fromEntries(positions))
  .transform((choices) => choices as unknown as AssumptionChoices);

/** Every field but `format` has the value that a driver on common hardware has, if left out. */
const config = z
  .strictObject({
    format: z.enum(['amdv1', 'amdv2'], 'must be "amdv1" or "amdv2"'),
    contract: z.enum(['generic-pt', 'io-pgtable'], 'must be "generic-pt" or "io-pgtable"').default('generic-pt'),
    topLevel: whole(0, 5).optional(),
    vasz: whole(1, 64).optional(),
    oasz: whole(1, 52).default(52),
    pageSizes: u64.optional(),
    smeBit: whole(12, 51).nullable().default(null),
    flush: z.enum(['range', 'no-gaps'], 'must be "range" or "no-gaps"').default('range'),
    queued: z.boolean('must be true or false').default(false),
    domainType: z
      .enum(['paging', 'identity', 'blocked'], 'must be "paging", "identity" or "blocked"')
      .default('paging'),
    domains: z.literal([1, 2], 'must be 1 or 2').default(1),
    assumptions: assumptions.default(DEFAULT_ASSUMPTIONS),
  })
  .transform((fields) => {
    const v1 = fields.format === 'amdv1';
    const topLevel = fields.topLevel ?? (v1 ? 2 : 3);
    return {
      ...fields,
      topLevel,
      vasz: fields.vasz ?? (v1 ? 64 : topLevel === 4 ? 56 : 47),
      pageSizes: fields.pageSizes ?? (v1 ? PAGE_SIZES.v1 : PAGE_SIZES.v2),
    };
  });

/** A trace file, version 1. docs/trace-format.md */
export const traceSchema = z
  .strictObject({
    format: z.literal(TRACE_FORMAT, `must be "${TRACE_FORMAT}"`),
    version: z.literal(TRACE_VERSION, `must be ${TRACE_VERSION}: a newer version of this tool reads other versions`),
    machine: z.literal('page-table', 'must be "page-table"'),
    subject: z.string().optional(),
    profile: z.string().optional(),
    rule: z
      .string()
      .regex(/^PT-\d{3}$/, 'must be a rule like "PT-032"')
      .optional(),
    flags: whole(0, 0xffff_ffff).optional(),
    config,
    ops: z.array(op),
  })
  .superRefine(({ config: { domains }, ops }, context) => {
    const odd = ops.findIndex((entry) => entry.domain >= domains);
    if (odd < 0) return;
    const message = `there is no domain ${ops[odd]!.domain}: config.domains is ${domains}`;
    context.addIssue({ code: 'custom', path: ['ops', odd, 'domain'], message });
  });
