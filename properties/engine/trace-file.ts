import type { Op, OpName, RuleId, Trace } from '../../model/vocabulary';
import { makeOp, OP_NAMES, OpKind, UNLIMITED_BUDGET } from '../../model/vocabulary/op';
import { fromU64, hexAddress } from '../../model/vocabulary/units';
import { FLAG_BITS, PROT_BITS } from './bit-names';
import { issueText } from './issue-text';
import type { OpField } from './op-fields';
import { FIELDS_OF } from './op-fields';
import type { OpDocument, ParsedOp } from './trace-schema';
import { TRACE_FORMAT, TRACE_VERSION, traceSchema } from './trace-schema';

/** A trace file that cannot be used: one line that names file, place and remedy. */
export class TraceFileError extends Error {
  /** Usage: the input is at fault. */
  readonly exitCode = 64;
  override readonly name = 'TraceFileError';
}

/** What a trace file may say besides the trace: where it comes from. */
export interface TraceOrigin {
  /** Subject that it was found on, and the profile. */
  readonly subject?: string;
  readonly profile?: string;
  /** Rule that it breaks. */
  readonly rule?: RuleId;
  /** RunFlag bits to run it with. */
  readonly flags?: number;
}

/** A trace file, read. */
export interface TraceFile extends TraceOrigin {
  readonly trace: Trace;
}

const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** The trace as the JSON document that a trace file holds: 64-bit values are strings, only fields in use are there. */
export function traceDocument(trace: Trace, origin: TraceOrigin = {}): object {
  const { config } = trace;
  return {
    format: TRACE_FORMAT,
    version: TRACE_VERSION,
    machine: trace.machine,
    ...origin,
    config: { ...config, pageSizes: hex(config.pageSizes) },
    ops: trace.ops.map(opDocument),
  };
}

/** The text of a trace file: one line per op. */
export function formatTraceFile(trace: Trace, origin: TraceOrigin = {}): string {
  const { config, ops, ...head } = traceDocument(trace, origin) as Record<string, unknown> & { ops: object[] };
  const line = (value: unknown): string => JSON.stringify(value, null, 1).replace(/\n */g, ' ');
  const fields = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  const opLines = ops.map((op, i) => `    ${line(op)}${i < ops.length - 1 ? ',' : ''}`);
  const configText = JSON.stringify(config, null, 2).replace(/\n/g, '\n  ');
  return ['{', ...fields, `  "config": ${configText},`, '  "ops": [', ...opLines, '  ]', '}', ''].join('\n');
}

/** Reads the text of a trace file. `path` names it in errors. Throws TraceFileError. */
export function parseTraceFile(text: string, path: string): TraceFile {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new TraceFileError(`${path}: not JSON (${(error as Error).message}); ${REMEDY}`);
  }
  return parseTrace(document, path);
}

/** Reads a trace document, a file's or one inside of another file. `where` names it in errors. Throws TraceFileError. */
export function parseTrace(document: unknown, where: string): TraceFile {
  const parsed = traceSchema.safeParse(document);
  if (!parsed.success) throw new TraceFileError(`${where}: ${issueText(parsed.error)}; ${REMEDY}`);
  const { machine, config, ops, subject, profile, rule, flags } = parsed.data;
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(profile === undefined ? {} : { profile }),
    ...(rule === undefined ? {} : { rule: rule as RuleId }),
    ...(flags === undefined ? {} : { flags }),
    trace: { machine, config, ops: ops.map(opOf) },
  };
}

const REMEDY = 'docs/trace-format.md describes the format';

function opDocument(op: Op): OpDocument {
  const name = OP_NAMES[op.kind]!;
  const document: Record<string, unknown> = { op: name };
  if (op.domain !== 0) document['domain'] = op.domain;
  for (const field of FIELDS_OF[name]) {
    const value = fieldDocument(op, field);
    if (value !== undefined) document[field] = value;
  }
  return document as unknown as OpDocument;
}

function fieldDocument(op: Op, field: OpField): unknown {
  switch (field) {
    case 'iova':
      return hexAddress(op.iova, op.iovaOffset);
    case 'oa':
      return hexAddress(op.oa, op.oaOffset);
    case 'len':
      return hexAddress(op.len, op.lenOffset);
    case 'pgsize':
      return op.pageLg === 0 ? undefined : hex(1n << BigInt(op.pageLg));
    case 'segments':
      return (op.segments ?? []).map((segment) => ({
        oa: hexAddress(segment.oa, segment.oaOffset),
        len: hexAddress(segment.len, segment.lenOffset),
      }));
    case 'prot':
      return PROT_BITS.toText(op.prot);
    case 'flags':
      return op.flags === 0 ? undefined : FLAG_BITS.toText(op.flags);
    case 'tables':
      return op.len === UNLIMITED_BUDGET ? 'unlimited' : op.len;
  }
}

function opOf(parsed: ParsedOp): Op {
  const given = parsed as Partial<Record<'iova' | 'oa' | 'len', bigint>>;
  const iova = fromU64(given.iova ?? 0n);
  const oa = fromU64(given.oa ?? 0n);
  const len = fromU64(given.len ?? 0n);
  if (parsed.op === 'budget') len.page = parsed.tables === 'unlimited' ? UNLIMITED_BUDGET : parsed.tables;
  return makeOp(OpKind[parsed.op satisfies OpName], {
    domain: parsed.domain,
    iova: iova.page,
    iovaOffset: iova.offset,
    oa: oa.page,
    oaOffset: oa.offset,
    len: len.page,
    lenOffset: len.offset,
    prot: 'prot' in parsed ? parsed.prot : 0,
    flags: 'flags' in parsed ? parsed.flags : 0,
    pageLg: ('pgsize' in parsed ? parsed.pgsize : undefined) ?? 0,
    segments: 'segments' in parsed ? parsed.segments.map(segmentOf) : null,
  });
}

function segmentOf({ oa, len }: { oa: bigint; len: bigint }): NonNullable<Op['segments']>[number] {
  const address = fromU64(oa);
  const length = fromU64(len);
  return { oa: address.page, oaOffset: address.offset, len: length.page, lenOffset: length.offset };
}
