import { z } from 'zod';
import { RMP_STATES } from '../../model/vocabulary/rmp/entry';
import { deviceAccessOpSchema } from '../device-access/trace-schema';
import { flag, number } from '../plain/json';
import { rmpAssumptionsSchema } from '../rmp/trace-schema';

const UNITS: Readonly<Record<string, number>> = { K: 10, M: 20, G: 30, T: 40 };

/** `4K`, `64K`, `2M`, `1G`: log2 of the bytes. */
const size = z
  .string({ error: 'must be a size like 4K, 64K, 2M or 1G' })
  .regex(/^[1-9]\d{0,3}[KMGT]$/, 'must be a size like 4K, 64K, 2M or 1G')
  .transform((text, context) => {
    const lg = Math.log2(Number(text.slice(0, -1))) + UNITS[text.slice(-1)]!;
    if (Number.isInteger(lg) && lg >= 12) return lg;
    context.issues.push({ code: 'custom', input: text, message: 'must be a power of two of at least 4K' });
    return z.NEVER;
  });

/** A byte address on a 4K boundary, as a page number. */
const page = number.transform((address, context) => {
  if (address % 4096 === 0) return address / 4096;
  context.issues.push({ code: 'custom', input: address, message: 'must be on a 4K boundary' });
  return z.NEVER;
});
const entrySize = z.enum(['4K', '2M'], 'must be 4K or 2M').default('4K');

/** Pages that start in another state than Hypervisor. */
const memory = z.strictObject({
  at: page,
  /** How much, in entries of `entry`; one entry if left out. */
  size: size.optional(),
  entry: entrySize,
  state: z.enum(RMP_STATES).exclude(['Invalid', 'Default']),
  asid: number.default(0),
  gpa: page.default(0),
});

const table = z.strictObject({
  stage: z.literal([1, 2], 'must be 1 (the guest, AMD v2) or 2 (the host, AMD v1)'),
  levels: number.default(4),
});

const device = z.strictObject({
  /** TDISP: its requests carry T=1. */
  trusted: flag.default(false),
  asid: number.default(0),
  vmpl: number.default(0),
  vtom: page.optional(),
  stage1: z.string().optional(),
  stage2: z.string().optional(),
});

const access = { read: number.optional(), write: number.optional() };
const ONE_ACCESS = { error: 'must have exactly one of read, write (or fetch, of a guest)' };
const oneAccess = (fields: { read?: unknown; write?: unknown; fetch?: unknown }): boolean =>
  [fields.read, fields.write, fields.fetch].filter((address) => address !== undefined).length === 1;

/** One thing that happens. Exactly one key besides `note`. */
const step = z
  .strictObject({
    note: z.string().optional(),
    map: z
      .strictObject({
        table: z.string(),
        iova: page,
        to: page,
        size,
        read: flag.default(true),
        write: flag.default(true),
        cbit: flag.default(false),
      })
      .optional(),
    unmap: z.strictObject({ table: z.string(), iova: page }).optional(),
    dma: z
      .strictObject({ device: z.string(), ...access })
      .refine(oneAccess, ONE_ACCESS)
      .optional(),
    invalidate: z
      .strictObject({ device: z.string().optional(), iova: page.optional(), size: size.optional() })
      .optional(),
    evict: z.strictObject({ device: z.string(), iova: page }).optional(),
    assign: z
      .strictObject({ at: page, entry: entrySize, asid: number, gpa: page.default(0), immutable: flag.default(false) })
      .optional(),
    share: z.strictObject({ at: page, entry: entrySize }).optional(),
    psmash: z.strictObject({ at: page }).optional(),
    psmashIo: z.strictObject({ at: page, table: z.string(), iova: page }).optional(),
    pvalidate: z
      .strictObject({
        asid: number,
        gpa: page,
        at: page,
        entry: entrySize,
        nested: size.optional(),
        rescind: flag.default(false),
      })
      .optional(),
    host: z
      .strictObject({ ...access, through: size.default(12), user: flag.default(false) })
      .refine(oneAccess, ONE_ACCESS)
      .optional(),
    guest: z
      .strictObject({
        asid: number,
        vmpl: number.default(0),
        ...access,
        fetch: number.optional(),
        at: page,
        nested: size.default(12),
        shared: flag.default(false),
      })
      .refine(oneAccess, ONE_ACCESS)
      .optional(),
    clearFence: z.strictObject({ asid: number }).optional(),
    op: deviceAccessOpSchema.optional(),
  })
  .refine((entry) => Object.keys(entry).filter((key) => key !== 'note').length === 1, {
    error:
      'must have exactly one of map, unmap, dma, invalidate, evict, assign, share, psmash, psmashIo, pvalidate, host, guest, clearFence, op',
  });

/** A scenario file. docs/scenarios.md */
export const scenarioSchema = z.strictObject({
  title: z.string(),
  /** The question that it answers. */
  question: z.string().optional(),
  /** Answers to open questions, where not the default. */
  assume: rmpAssumptionsSchema.optional(),
  host: z
    .strictObject({
      /** Memory that the RMP covers, from 0 on. */
      covered: size.default(32),
      /** SEV-SNP is on; `cpu`: on the CPUs only, SNP_INIT comes later (rmp.md 1.7). */
      snp: z.union([z.boolean(), z.literal('cpu')], { error: 'must be true, false or cpu' }).default(true),
      /** Position of the C-bit, or null. */
      cbit: number.nullable().default(51),
      mmio: z.array(z.strictObject({ at: page, size })).default([]),
    })
    .prefault({}),
  memory: z.array(memory).default([]),
  tables: z.record(z.string(), table).default({}),
  devices: z.record(z.string(), device).default({}),
  steps: z.array(step).min(1),
});
export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioStep = Scenario['steps'][number];
