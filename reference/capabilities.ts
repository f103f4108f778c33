import { z } from 'zod';
import { OP_NAMES, type Capabilities, type OpName } from '../model/vocabulary';
import { SubjectError } from './subject-error';

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
 * Checks what a subject says of itself.
 * @throws SubjectError naming `place` and the first field that is wrong
 */
export function checkCapabilities(value: unknown, place: string): Capabilities {
  const parsed = SCHEMA.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.map(String).join('.') || 'the object';
    throw new SubjectError(`${place}: ${field}: ${issue.message}; docs/subjects.md lists the fields`);
  }
  // JSON holds no undefined, which is all that the schema's type has on top of Capabilities.
  return parsed.data as Capabilities;
}
