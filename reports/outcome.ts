import type { Event, Op, Outcome } from '../model/vocabulary';
import { EventKind, MAPPED_SEED, OpKind, Status, errnoText, hexAddress, toU64 } from '../model/vocabulary';

const EVENT_NAMES = new Map<number, string>(Object.entries(EventKind).map(([name, kind]) => [kind, name]));
const U64 = 1n << 64n;

/** Events that are about a range of addresses; of the others the count is what matters. */
const RANGED: ReadonlySet<number> = new Set([
  EventKind.sync,
  EventKind.dirty,
  EventKind.syncMap,
  EventKind.gather,
  EventKind.command,
  EventKind.flush,
]);

/** `sync [0x1000, 0x1fff] 2`, `top 3`, `gather empty`. */
export function eventText(event: Event): string {
  const name = EVENT_NAMES.get(event.kind) ?? `event ${event.kind}`;
  if (!RANGED.has(event.kind)) return event.kind === EventKind.dteFlush ? name : `${name} ${event.count}`;
  const start = toU64(event.start, event.startOffset);
  const end = toU64(event.end, event.endOffset);
  const range = start > end ? 'empty' : `[0x${start.toString(16)}, 0x${end.toString(16)}]`;
  return event.count > 0 ? `${name} ${range} ${event.count}` : `${name} ${range}`;
}

/** What came back to the caller: `0, mapped 0x3000`, `0x1000 removed`, `-EADDRINUSE (-98), mapped 0x0`, `BUG`. */
export function resultText(op: Op, outcome: Outcome): string {
  const parts = [valueText(op, outcome)];
  const warnings = outcome.status & Status.warnings;
  if (warnings > 0) parts.push(`${warnings} WARN`);
  if ((outcome.status & Status.bug) !== 0) parts.push('BUG');
  if ((outcome.status & Status.fault) !== 0) parts.push('memory fault');
  if ((outcome.status & Status.hang) !== 0) parts.push('does not return');
  return parts.join(', ');
}

function valueText(op: Op, { ret, value, valueOffset }: Outcome): string {
  const bytes = hexAddress(value, valueOffset);
  switch (op.kind) {
    case OpKind.map:
    case OpKind.mapPages:
      return `${errnoText(ret)}, mapped 0x${mapped(value, valueOffset).toString(16)}`;
    case OpKind.unmap:
    case OpKind.iommuUnmap:
      return `${bytes} removed`;
    case OpKind.iommuMapSg:
      return `${errnoText(ret)}, ${bytes} mapped`;
    case OpKind.iovaToPhys:
      return bytes;
    default:
      return errnoText(ret);
  }
}

/** What the op added to the caller's counter, which starts at MAPPED_SEED pages. */
const mapped = (value: number, offset: number): bigint => (toU64(value, offset) - toU64(MAPPED_SEED) + U64) % U64;

/** Result, tables and effects in one line each; the second and third only where there is something to say. */
export function outcomeLines(op: Op, outcome: Outcome): string[] {
  const lines = [resultText(op, outcome)];
  const change = [
    ...(outcome.allocations > 0 ? [`${outcome.allocations} allocated`] : []),
    ...(outcome.frees > 0 ? [`${outcome.frees} freed`] : []),
  ];
  if (change.length > 0)
    lines.push(`tables: ${change.join(', ')}, ${outcome.liveTables} live, top level ${outcome.topLevel}`);
  if (outcome.events.length > 0) lines.push(`effects: ${outcome.events.map(eventText).join('; ')}`);
  return lines;
}
