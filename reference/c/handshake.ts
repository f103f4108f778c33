import { z } from 'zod';
import { ABI_VERSION, OP_NAMES, type Capabilities, type OpName } from '../../model/vocabulary';
import { SubjectError } from '../subject-error';

const SCHEMA = z.object({
  name: z.string().min(1),
  version: z.string(),
  formats: z.array(z.enum(['amdv1', 'amdv2'])).min(1),
  contracts: z.array(z.enum(['generic-pt', 'io-pgtable'])).min(1),
  ops: z.array(z.enum(OP_NAMES as [OpName, ...OpName[]])).min(1),
  levels: z.array(z.enum(['results', 'translations', 'entries', 'effects', 'commands'])).min(1),
  hostile: z.boolean(),
  maxOps: z.int().positive(),
  limits: z.object({
    vasz: z.array(z.int()).optional(),
    topLevel: z.array(z.int()).optional(),
    flush: z.array(z.enum(['range', 'no-gaps'])).optional(),
    queued: z.array(z.boolean()).optional(),
    domainType: z.array(z.enum(['paging', 'identity', 'blocked'])).optional(),
    domains: z.array(z.union([z.literal(1), z.literal(2)])).optional(),
  }),
});

/**
 * Reads what `ioc_describe()` of the library at `place` returned.
 * @throws SubjectError naming the first field that is wrong
 */
export function parseHandshake(json: string | null, place: string): Capabilities {
  const value = parseJson(json, place);
  const abi = value['abi'];
  if (abi !== ABI_VERSION) {
    throw new SubjectError(
      `${place}: it speaks version ${JSON.stringify(abi) ?? 'none'} of the ABI, this suite version ${ABI_VERSION}; ` +
        'rebuild it with the iommu_conformance.h of this suite',
    );
  }
  const parsed = SCHEMA.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.map(String).join('.') || 'the object';
    throw new SubjectError(`${place}: ioc_describe(): ${field}: ${issue.message}; docs/subjects.md lists the fields`);
  }
  // JSON holds no undefined, which is all that the schema's type has on top of Capabilities.
  return parsed.data as Capabilities;
}

function parseJson(json: string | null, place: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '');
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // falls through to the one message for everything that is no object
  }
  throw new SubjectError(
    `${place}: ioc_describe() must return a JSON object, not ${JSON.stringify((json ?? 'NULL').slice(0, 60))}`,
  );
}
