import type { Span } from '../../model/vocabulary/dma-api/config';
import type { DmaApiOp, Name } from '../../model/vocabulary/dma-api/op';
import type { DmaApiView, Iopte, LinkView } from '../../model/vocabulary/dma-api/view';
import type { Difference } from '../plain/machine';

/** Plain digits: this runs after every op. */
const hex = (value: bigint): string => value.toString(16);

/** A part of the state: its name, and all that it is in one text. */
type Part = readonly [effect: string, text: string];

/** Compares everything that can be seen: it is little. */
export function compareState(_op: DmaApiOp | null, expected: DmaApiView, observed: DmaApiView): Difference | null {
  const [wanted, found] = [parts(expected), parts(observed)];
  for (;;) {
    const [one, other] = [wanted.next(), found.next()];
    if (one.done && other.done) return null;
    const [effect, want] = one.done ? ['more than there is', 'nothing'] : one.value;
    const find = other.done ? 'nothing' : other.value[1];
    if (want !== find) return { effect, reason: `${effect}: expected ${want}; observed ${find}` };
  }
}

function* parts(view: DmaApiView): Generator<Part> {
  yield ['mappings', view.mappings.join(' ')];
  for (const name of view.mappings) yield ['mapping', mappingText(view, name)];
  yield ['IOVA states', view.states.join(' ')];
  for (const name of view.states) yield ['IOVA state', stateText(view, name)];
  for (let device = 0; device < view.devices; device++) {
    yield ['lock', `${device} ${view.locked(device)}`];
    yield ['provider table', `${device} ${typesText(view, device)}`];
    yield ['IOVA space', `${device} ${spansText(view.reserved(device))}`];
    const mapped = view.mapped(device);
    yield ['IOPTEs', `${device} ${mapped.map((span) => edgesText(view, device, span)).join(' ')}`];
    yield ['flush state', `${device} ${spansText(view.unflushed(device))}`];
  }
  for (let node = 0; node < view.nodes; node++) yield ['ACS control', `${node} ${view.acsControl(node)}`];
  for (let pool = 0; pool < view.pools; pool++) yield ['bounce slots', `${pool} ${view.usedSlots(pool).join(' ')}`];
}

function typesText(view: DmaApiView, device: number): string {
  if (!view.hasProviders(device)) return 'none';
  let text = '';
  for (let node = 0; node < view.nodes; node++) text += ` ${view.cachedType(device, node) ?? '-'}`;
  return text;
}

function mappingText(view: DmaApiView, name: Name): string {
  const mapping = view.mapping(name);
  if (mapping === null) return `${name} not there`;
  const { device, made, direction, attrs } = mapping;
  const entries = mapping.entries.map(({ phys, bytes, address, path, slots, mmio }) => {
    const leads = path === 'translated' ? edgesText(view, device, { base: address, bytes }) : '';
    return `${hex(phys)}+${hex(bytes)} at ${hex(address)} ${path}, ${slots} slots${mmio ? ' MMIO' : ''} ${leads}`;
  });
  return `${name} ${made} of ${device} ${direction} ${attrs}: ${entries.join('; ')}`;
}

function stateText(view: DmaApiView, name: Name): string {
  const state = view.state(name);
  if (state === null) return `${name} not there`;
  const { device, address, bytes, bounced, links } = state;
  const linkText = (link: LinkView): string => {
    const leads = edgesText(view, device, { base: address + link.offset, bytes: link.bytes });
    return `${hex(link.offset)}+${hex(link.bytes)} of ${hex(link.phys)} ${link.direction} ${link.attrs} ${leads}`;
  };
  return `${name} of ${device} ${hex(address)}+${hex(bytes)} ${bounced}: ${links.map(linkText).join('; ')}`;
}

/** Where the first and the last byte of a span lead. */
function edgesText(view: DmaApiView, device: number, { base, bytes }: Span): string {
  const [first, last] = [view.iopte(device, base), view.iopte(device, base + bytes - 1n)];
  return `${hex(base)}+${hex(bytes)} → ${leafText(first)} … ${leafText(last)}`;
}

const leafText = (iopte: Iopte | null): string =>
  iopte === null ? 'nowhere' : `${hex(iopte.paddr)} prot ${iopte.prot}${iopte.cBit ? ' C' : ''}`;

const spansText = (spans: readonly Span[]): string =>
  spans.map(({ base, bytes }) => `${hex(base)}+${hex(bytes)}`).join(' ');
