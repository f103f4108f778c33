import type { Span } from '../../model/vocabulary/dma-api/config';
import type { DmaApiOp, Name } from '../../model/vocabulary/dma-api/op';
import type { P2pMapType } from '../../model/vocabulary/dma-api/topology';
import type { DmaApiView, Iopte } from '../../model/vocabulary/dma-api/view';
import type { Difference } from '../plain/machine';
import { dataText, isSame } from './same-data';

/** A part of the state: its name, whose it is, and all that it is as plain data. */
type Part = readonly [effect: string, of: Name | number | null, data: unknown];

/** Compares everything that can be seen: it is little. */
export function compareState(_op: DmaApiOp | null, expected: DmaApiView, observed: DmaApiView): Difference | null {
  const [wanted, found] = [parts(expected), parts(observed)];
  for (;;) {
    const [one, other] = [wanted.next(), found.next()];
    if (one.done || other.done)
      return one.done && other.done ? null : { effect: 'more, or less, than there is', reason: 'other parts' };
    const [effect, of, want] = one.value;
    const find = other.value[2];
    const what = of === null ? effect : `${effect} of ${of}`;
    if (!isSame(want, find))
      return { effect, reason: `${what}: expected ${dataText(want)}; observed ${dataText(find)}` };
  }
}

function* parts(view: DmaApiView): Generator<Part> {
  const { mappings, states } = view;
  yield ['mappings', null, mappings];
  for (const name of mappings) yield ['mapping', name, mappingData(view, name)];
  yield ['IOVA states', null, states];
  for (const name of states) yield ['IOVA state', name, stateData(view, name)];
  for (let device = 0; device < view.devices; device++) {
    yield ['lock', device, view.locked(device)];
    yield ['provider table', device, typesData(view, device)];
    yield ['IOVA space', device, view.reserved(device)];
    yield ['IOPTEs', device, view.mapped(device).map((span) => [span, edges(view, device, span)])];
    yield ['flush state', device, view.unflushed(device)];
  }
  for (let node = 0; node < view.nodes; node++) yield ['ACS control', node, view.acsControl(node)];
  for (let pool = 0; pool < view.pools; pool++) yield ['bounce slots', pool, view.usedSlots(pool)];
}

/** Cached map types by client; null: no table. */
function typesData(view: DmaApiView, device: number): unknown {
  if (!view.hasProviders(device)) return null;
  const types: (P2pMapType | null)[] = [];
  for (let node = 0; node < view.nodes; node++) types.push(view.cachedType(device, node));
  return types;
}

function mappingData(view: DmaApiView, name: Name): unknown {
  const mapping = view.mapping(name);
  if (mapping === null) return null;
  const leads = mapping.entries.map(({ path, address, bytes }) =>
    path === 'translated' ? edges(view, mapping.device, { base: address, bytes }) : null,
  );
  return [mapping, leads];
}

function stateData(view: DmaApiView, name: Name): unknown {
  const state = view.state(name);
  if (state === null) return null;
  const { device, address, links } = state;
  return [state, links.map(({ offset, bytes }) => edges(view, device, { base: address + offset, bytes }))];
}

/** Where the first and the last byte of a span lead. */
const edges = (view: DmaApiView, device: number, { base, bytes }: Span): readonly (Iopte | null)[] => [
  view.iopte(device, base),
  view.iopte(device, base + bytes - 1n),
];
