import type { Span } from '../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, Name } from '../../model/vocabulary/dma-buf/op';
import type { DeviceView, DmaBufView } from '../../model/vocabulary/dma-buf/view';
import type { Difference } from '../plain/machine';

/** Plain digits: this runs after every op. */
const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** A part of the state: its name, and all that it is in one text. */
type Part = readonly [effect: string, text: string];

/** Compares everything that can be seen: it is little, and an op on one device may let a call on another go on. */
export function compareState(_op: DmaBufOp | null, expected: DmaBufView, observed: DmaBufView): Difference | null {
  const [wanted, found] = [parts(expected), parts(observed)];
  for (;;) {
    const [one, other] = [wanted.next(), found.next()];
    if (one.done && other.done) return null;
    const [effect, want] = one.done ? ['more than there is', 'nothing'] : one.value;
    const find = other.done ? 'nothing' : other.value[1];
    if (want !== find) return { effect, reason: `${effect}: expected ${want}; observed ${find}` };
  }
}

function* parts(view: DmaBufView): Generator<Part> {
  yield ['waiting calls', list(view.waiting.map((call) => `${call.op} of ${call.device} for ${call.for} ${call.buf}`))];
  yield ['dma-bufs', list(view.bufs)];
  yield* devices(view);
  for (const name of view.bufs) yield* bufParts(view, name);
  yield ['mappings', list(view.mappings)];
  for (const name of view.mappings) yield ['sg table', mappingText(view, name)];
  yield ['memory of mapping code', view.allocations === 0 ? 'none' : 'some'];
  yield ['domains', list(view.domains)];
  yield ['areas', list(view.areas.map((name) => areaText(view, name)))];
  for (const domain of view.domains) yield ['IOPTEs of a domain', domainText(view, domain)];
  yield ['locked pages', String(view.lockedPages)];
}

function* devices(view: DmaBufView): Generator<Part> {
  for (let i = 0; i < view.exporters; i++) yield ['device', `${i}: ${deviceText(view.device(i))}`];
  for (let i = 0; i < view.importers; i++) {
    const { reserved, mapped } = view.importer(i);
    yield ['IOVA space', `importer ${i}: ${spansText(reserved)}`];
    yield [
      'IOPTEs',
      `importer ${i}: ${merged(mapped)
        .map((span) => leafText(view, i, span))
        .join(' ')}`,
    ];
  }
}

/** Of a closed device only that it is closed: power and low power are set when it is opened. */
function deviceText(device: DeviceView): string {
  const { open, removed, registrations, locked } = device;
  const always = `open ${open}, removed ${removed}, ${registrations} registrations, locked ${locked}`;
  if (!open) return always;
  const { powerState, memoryBit, lowPower, suspended, cpuMapped } = device;
  return `${always}, D${powerState}, memory ${memoryBit}, low power ${lowPower}, suspended ${suspended}, CPU ${cpuMapped}`;
}

function* bufParts(view: DmaBufView, name: Name): Generator<Part> {
  const buf = view.buf(name);
  if (buf === null) return yield ['dma-buf', `${name} not there`];
  yield ['state of a dma-buf', `${name}: ${buf.state} of device ${buf.device}, fd open ${buf.fdOpen}`];
  yield ['ranges', `${name}: ${buf.physVec.map((r) => `${hex(r.paddr)}+${hex(r.bytes)}`).join(' ')}`];
  yield ['size', `${name}: ${hex(buf.bytes)}`];
  yield ['map references', `${name}: ${buf.mapRefs}`];
  yield ['attachments', `${name}: ${list(buf.attachments)}`];
  yield ['fences', `${name}: ${buf.fences}`];
}

function mappingText(view: DmaBufView, name: Name): string {
  const mapping = view.mapping(name);
  if (mapping === null) return `${name} not there`;
  const entries = mapping.entries.map((entry) => `${hex(entry.address)}+${hex(entry.bytes)}`).join(' ');
  const { attachment, importer, direction, hasPages, origNents } = mapping;
  return `${name} of ${attachment} (${importer}) ${direction}: ${entries}, pages ${hasPages}, origNents ${origNents}`;
}

/** An importer's IOPTEs: the first of a span, and the last byte. */
function leafText(view: DmaBufView, importer: number, { base, bytes }: Span): string {
  const [first, last] = [view.iopte(importer, base), view.iopte(importer, base + bytes - 1n)];
  return `${hex(base)}+${hex(bytes)} → ${leaf(first)} … ${leaf(last)}`;
}

const leaf = (iopte: { readonly paddr: bigint; readonly prot: number } | null): string =>
  iopte === null ? 'nowhere' : `${hex(iopte.paddr)} prot ${iopte.prot}`;

function areaText(view: DmaBufView, name: Name): string {
  const area = view.area(name);
  if (area === null) return `${name} not there`;
  const { base, bytes, attachment, revoked } = area;
  return `${name} ${hex(base)}+${hex(bytes)} of ${attachment}${revoked ? ' revoked' : ''}`;
}

function domainText(view: DmaBufView, domain: number): string {
  const ends = view.areas.map((name) => {
    const { base, bytes } = view.area(name)!;
    return `${name} ${leaf(view.domainIopte(domain, base))} … ${leaf(view.domainIopte(domain, base + bytes - 1n))}`;
  });
  return `domain ${domain}: ${spansText(view.domainMapped(domain))}; ${ends.join(', ')}`;
}

const spansText = (spans: readonly Span[]): string =>
  merged(spans)
    .map(({ base, bytes }) => `${hex(base)}+${hex(bytes)}`)
    .join(' ');

/** Spans, those that touch as one: how space is cut is nobody's business. */
function merged(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const last = all[all.length - 1];
    if (last !== undefined && last.base + last.bytes === span.base)
      all[all.length - 1] = { base: last.base, bytes: last.bytes + span.bytes };
    else all.push(span);
  }
  return all;
}

const list = (items: readonly (string | number)[]): string => (items.length === 0 ? 'none' : items.join(', '));
