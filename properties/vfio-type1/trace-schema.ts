import { z } from 'zod';
import {
  DEFAULT_TYPE1_ASSUMPTIONS,
  TYPE1_ASSUMPTION_POSITIONS,
  type Type1Assumptions,
} from '../../model/vocabulary/vfio-type1/assumption';
import type { Area, MemorySpan } from '../../model/vocabulary/vfio-type1/area';
import type { Type1Config } from '../../model/vocabulary/vfio-type1/config';
import { flag, number, raw64 } from '../plain/json';

/** Positions that are named; those that are not have the default. */
const assumptions = z
  .strictObject(
    Object.fromEntries(
      Object.entries(TYPE1_ASSUMPTION_POSITIONS).map(([name, positions]) => [
        name,
        z.literal([...positions], { error: `must be one of ${positions.join(', ')}` }).optional(),
      ]),
    ),
  )
  .transform((choices): Type1Assumptions => ({
    ...DEFAULT_TYPE1_ASSUMPTIONS,
    ...(choices as Partial<Type1Assumptions>),
  }));

/** An unsigned 64-bit value: `"0x…"`, or a JSON number where it is small. */
export const u64 = z.union([raw64, z.int().nonnegative().transform(BigInt)], {
  error: 'must be a 64-bit value like "0x1000"',
});

const PAGE = 4096n;
/** Leaves of 4 KiB, 2 MiB and 1 GiB, in frames. */
const LEAVES: readonly number[] = [1, 512, 262_144];
const frames = number.refine((count) => count >= 1, { error: 'must be 1 at least' });
const leaf = number.refine((count) => LEAVES.includes(count), { error: `must be one of ${LEAVES.join(', ')}` });

const run = z
  .strictObject({ frame: number, frames, leaf })
  .refine((it) => it.frame % it.leaf === 0 && it.frames % it.leaf === 0, { error: 'must begin and end with a leaf' });

/** The address of each run is aligned to its leaf. */
function isAligned({ start, runs }: Area): boolean {
  let page = start / PAGE;
  return runs.every((it) => {
    const at = page;
    page += BigInt(it.frames);
    return at % BigInt(it.leaf) === 0n;
  });
}

export const area = z
  .strictObject({
    start: u64,
    kind: z.enum(['memory', 'fsdax', 'io', 'pfnmap', 'ioPfnmap']),
    writable: flag,
    enabled: flag,
    populated: flag,
    runs: z.array(run).min(1, 'must have one run at least'),
  })
  .refine(({ start }) => start % PAGE === 0n, { error: 'must be page aligned' })
  .refine(isAligned, { error: 'its runs must be aligned to their leaves' });

const window = z.strictObject({ first: u64, last: u64 });

/** Frames that GUP pins have struct pages that are not reserved (Area). */
function pinnedAreRam(areas: readonly Area[], memory: readonly MemorySpan[]): boolean {
  const isRam = (frame: number, pages: number): boolean =>
    memory.some((span) => span.kind === 'ram' && frame >= span.frame && frame + pages <= span.frame + span.frames);
  return areas.every(
    ({ kind, runs }) => kind !== 'memory' || runs.every(({ frame, frames: pages }) => isRam(frame, pages)),
  );
}

export const type1ConfigSchema = z
  .strictObject({
    assumptions,
    cBit: number.refine((bit) => bit <= 63, { error: 'must be 63 at most' }).nullable(),
    domains: z.array(z.strictObject({ pageSizes: u64, aperture: window, reserved: z.array(window) })),
    mediated: flag,
    entryLimit: number,
    hugePagesDisabled: flag,
    lockLimit: number,
    locked: number,
    capIpcLock: flag,
    memory: z.array(z.strictObject({ frame: number, frames, kind: z.enum(['ram', 'reserved']) })),
    areas: z.array(area),
  })
  .refine(({ domains }) => domains.reduce((sizes, { pageSizes }) => sizes & pageSizes, 2n ** 64n - 1n) !== 0n, {
    error: 'its domains must have a page size in common',
  })
  .refine(({ areas, memory }) => pinnedAreRam(areas, memory), {
    error: 'areas of kind memory must lie in one span of ram each run',
  }) satisfies z.ZodType<Type1Config>;
