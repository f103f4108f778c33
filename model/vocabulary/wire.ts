/**
 * The wire format of configurations and ops, as the C ABI and the child-process protocol carry them
 * (reference/c/include/iommu_conformance.h). All words unsigned 32-bit, little endian.
 */
import type { PageTableConfig } from './config';
import type { Op, Segment } from './op';
import { hiOf, loOf, offsetOf, pageOf } from './units';

/** Version of the C ABI and of the child-process protocol. */
export const ABI_VERSION = 1;

/** Words of one op record: kind, domain, prot, flags, pageLg, segment count, iova, oa, len (lo, hi each), spare ×4. */
export const OP_WORDS = 16;
/** Words of one segment, which follow the op records: oa, len (lo, hi each). */
export const SEGMENT_WORDS = 4;
export const CONFIG_WORDS = 16;

const FORMATS = ['amdv1', 'amdv2'] as const;
const CONTRACTS = ['generic-pt', 'io-pgtable'] as const;
const DOMAIN_TYPES = ['paging', 'identity', 'blocked'] as const;

/** Encodes a configuration (assumptions stay with the model). */
export function encodeConfig(config: PageTableConfig): Uint32Array {
  return Uint32Array.of(
    ABI_VERSION,
    FORMATS.indexOf(config.format) + 1,
    CONTRACTS.indexOf(config.contract) + 1,
    config.topLevel,
    config.vasz,
    config.oasz,
    config.smeBit ?? 0,
    config.flush === 'no-gaps' ? 1 : 0,
    config.queued ? 1 : 0,
    config.domains,
    DOMAIN_TYPES.indexOf(config.domainType),
    0,
    Number(config.pageSizes & 0xffff_ffffn),
    Number(config.pageSizes >> 32n),
    0,
    0,
  );
}

/** Decodes a configuration for a TypeScript subject in a child process; `assumptions` is not on the wire. */
export function decodeConfig(words: Uint32Array): Omit<PageTableConfig, 'assumptions'> {
  return {
    format: FORMATS[words[1]! - 1]!,
    contract: CONTRACTS[words[2]! - 1]!,
    topLevel: words[3]!,
    vasz: words[4]!,
    oasz: words[5]!,
    smeBit: words[6] === 0 ? null : words[6]!,
    flush: words[7] === 1 ? 'no-gaps' : 'range',
    queued: words[8] === 1,
    domains: words[9] === 2 ? 2 : 1,
    domainType: DOMAIN_TYPES[words[10]!]!,
    pageSizes: BigInt(words[12]!) | (BigInt(words[13]!) << 32n),
  };
}

/** Words that `encodeOps` needs for `ops`. */
export function opsWords(ops: readonly Op[]): number {
  let words = ops.length * OP_WORDS;
  for (const op of ops) if (op.segments !== null) words += op.segments.length * SEGMENT_WORDS;
  return words;
}

/** Writes the op records, then the segments of all ops in order, from `at` on. Returns the word after the last. */
export function encodeOps(ops: readonly Op[], words: Uint32Array, at = 0): number {
  let tail = at + ops.length * OP_WORDS;
  for (const op of ops) {
    words[at] = op.kind;
    words[at + 1] = op.domain;
    words[at + 2] = op.prot;
    words[at + 3] = op.flags;
    words[at + 4] = op.pageLg;
    words[at + 5] = op.segments === null ? 0 : op.segments.length;
    words[at + 6] = loOf(op.iova, op.iovaOffset);
    words[at + 7] = hiOf(op.iova);
    words[at + 8] = loOf(op.oa, op.oaOffset);
    words[at + 9] = hiOf(op.oa);
    words[at + 10] = loOf(op.len, op.lenOffset);
    words[at + 11] = hiOf(op.len);
    words[at + 12] = words[at + 13] = words[at + 14] = words[at + 15] = 0;
    at += OP_WORDS;
    if (op.segments === null) continue;
    for (const segment of op.segments) {
      words[tail] = loOf(segment.oa, segment.oaOffset);
      words[tail + 1] = hiOf(segment.oa);
      words[tail + 2] = loOf(segment.len, segment.lenOffset);
      words[tail + 3] = hiOf(segment.len);
      tail += SEGMENT_WORDS;
    }
  }
  return tail;
}

/** The ops back from their records. */
export function decodeOps(words: Uint32Array, count: number): Op[] {
  let tail = count * OP_WORDS;
  return Array.from({ length: count }, (_, i) => {
    const at = i * OP_WORDS;
    const segments: Segment[] = [];
    for (let s = 0; s < words[at + 5]!; s++, tail += SEGMENT_WORDS) {
      segments.push({
        oa: pageOf(words[tail]!, words[tail + 1]!),
        oaOffset: offsetOf(words[tail]!),
        len: pageOf(words[tail + 2]!, words[tail + 3]!),
        lenOffset: offsetOf(words[tail + 2]!),
      });
    }
    return {
      kind: words[at]! as Op['kind'],
      domain: words[at + 1]!,
      prot: words[at + 2]!,
      flags: words[at + 3]!,
      pageLg: words[at + 4]!,
      iova: pageOf(words[at + 6]!, words[at + 7]!),
      iovaOffset: offsetOf(words[at + 6]!),
      oa: pageOf(words[at + 8]!, words[at + 9]!),
      oaOffset: offsetOf(words[at + 8]!),
      len: pageOf(words[at + 10]!, words[at + 11]!),
      lenOffset: offsetOf(words[at + 10]!),
      segments: segments.length > 0 ? segments : null,
    };
  });
}
