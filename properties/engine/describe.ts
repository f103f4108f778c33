import type { Op, Segment } from '../../model/vocabulary';
import { OP_NAMES, UNLIMITED_BUDGET } from '../../model/vocabulary/op';
import { hexAddress, pagesOf } from '../../model/vocabulary/units';
import { FLAG_BITS, PROT_BITS } from './bit-names';
import type { OpField } from './op-fields';
import { FIELDS_OF } from './op-fields';

const segmentText = ({ oa, oaOffset, len, lenOffset }: Segment): string =>
  `${hexAddress(oa, oaOffset)} + ${hexAddress(len, lenOffset)}`;

/** `4 × 0x1000`, or the length alone where it is no multiple of pgsize. */
function pagesText(op: Op): string {
  const pgcount = op.len / pagesOf(op.pageLg);
  const whole = op.lenOffset === 0 && Number.isInteger(pgcount);
  const pgsize = `0x${(1n << BigInt(op.pageLg)).toString(16)}`;
  return whole ? `${pgcount} × pgsize ${pgsize}` : `len ${hexAddress(op.len, op.lenOffset)}, pgsize ${pgsize}`;
}

function fieldText(op: Op, field: OpField): string {
  switch (field) {
    case 'iova':
      return `iova ${hexAddress(op.iova, op.iovaOffset)}`;
    case 'oa':
      return `oa ${hexAddress(op.oa, op.oaOffset)}`;
    case 'len':
      return op.pageLg === 0 ? `len ${hexAddress(op.len, op.lenOffset)}` : pagesText(op);
    case 'pgsize':
      return '';
    case 'segments':
      return `[${(op.segments ?? []).map(segmentText).join(', ')}]`;
    case 'prot':
      return PROT_BITS.toText(op.prot);
    case 'flags':
      return op.flags === 0 ? '' : FLAG_BITS.toText(op.flags);
    case 'tables':
      return op.len === UNLIMITED_BUDGET ? 'unlimited' : `${op.len} ${op.len === 1 ? 'table' : 'tables'}`;
  }
}

/** An op in words: `map(iova 0x1000, oa 0xfe000000, len 0x1000, READ|WRITE|MMIO)`, with its domain if not the first. */
export function describeOp(op: Op): string {
  const name = OP_NAMES[op.kind]!;
  const fields = FIELDS_OF[name].map((field) => fieldText(op, field)).filter((text) => text !== '');
  return `${op.domain === 0 ? '' : `domain ${op.domain}: `}${name}(${fields.join(', ')})`;
}
