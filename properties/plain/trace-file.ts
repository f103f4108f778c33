import { z } from 'zod';
import type { PlainTrace } from '../../model/vocabulary/plain';
import type { RuleId } from '../../model/vocabulary/rule';
import { issueText } from '../engine/issue-text';
import { TraceFileError } from '../engine/trace-file';
import { TRACE_FORMAT, TRACE_VERSION } from '../engine/trace-schema';
import { toJson } from './json';

/** What a trace file may say besides the trace. */
export interface PlainOrigin {
  readonly subject?: string;
  readonly rule?: RuleId;
}

/** The trace as the JSON document that a trace file holds. */
export function plainDocument(trace: PlainTrace<string, unknown, unknown>, origin: PlainOrigin = {}): object {
  const { machine, config, ops } = trace;
  return { format: TRACE_FORMAT, version: TRACE_VERSION, machine, ...origin, config: toJson(config), ops: toJson(ops) };
}

/** The text of a trace file: one line per op. */
export function formatPlainTrace(trace: PlainTrace<string, unknown, unknown>, origin: PlainOrigin = {}): string {
  const { config, ops, ...head } = plainDocument(trace, origin) as Record<string, unknown> & { ops: unknown[] };
  const fields = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  const lines = ops.map((op, i) => `    ${JSON.stringify(op)}${i < ops.length - 1 ? ',' : ''}`);
  const configText = JSON.stringify(config, null, 2).replace(/\n/g, '\n  ');
  return ['{', ...fields, `  "config": ${configText},`, '  "ops": [', ...lines, '  ]', '}', ''].join('\n');
}

/** Reads a document as a trace of `machine`. Throws TraceFileError; `where` names the file in it. */
export function parsePlainTrace<Name extends string, Config, Op>(
  document: unknown,
  where: string,
  machine: Name,
  config: z.ZodType<Config>,
  op: z.ZodType<Op>,
): PlainTrace<Name, Config, Op> & PlainOrigin {
  const schema = z.strictObject({
    format: z.literal(TRACE_FORMAT, `must be "${TRACE_FORMAT}"`),
    version: z.literal(TRACE_VERSION, `must be ${TRACE_VERSION}: a newer version of this tool reads other versions`),
    machine: z.literal(machine, `must be "${machine}"`),
    subject: z.string().optional(),
    rule: z
      .string()
      .regex(/^[A-Z]+-[A-Z0-9]+$/, 'must be a rule like "RMP-071"')
      .optional(),
    config,
    ops: z.array(op),
  });
  const parsed = schema.safeParse(document);
  if (!parsed.success)
    throw new TraceFileError(`${where}: ${issueText(parsed.error)}; docs/trace-format.md describes the format`);
  const { subject, rule, config: read, ops } = parsed.data;
  return {
    machine,
    config: read as Config,
    ops: ops as readonly Op[],
    ...(subject === undefined ? {} : { subject }),
    ...(rule === undefined ? {} : { rule: rule as RuleId }),
  };
}
