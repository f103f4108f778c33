import type { IovaOp } from '../../../model/vocabulary/dma-api/op';
import type { LinkView } from '../../../model/vocabulary/dma-api/view';
import type { InBoxDmaApi } from './in-box';
import { IovaState } from './objects/iova-state';
import type { MapRequest } from './objects/request';
import { reportKind } from './report';
import { ABSENT, returned, type Result } from './result';

type Of<Op extends IovaOp['op']> = Extract<IovaOp, { op: Op }>;

/** Executes a call of the IOVA API. dma-mmio.md 4.4. */
export function executeIovaOp(d: InBoxDmaApi, op: IovaOp): Result {
  if (op.op === 'tryAlloc') return tryAlloc(d, op);
  const state = d.states.get(op.state);
  if (state === undefined) return ABSENT;
  switch (op.op) {
    case 'link':
      return link(d, state, op);
    case 'sync':
      if (!isLinked(d, state, op.offset, op.bytes)) return ABSENT;
      if (op.fail === 0) d.parts.syncLinks(d, state, op.offset, op.bytes);
      return returned(op.fail);
    case 'unlink': {
      const gone = linksOf(state, op.offset, op.bytes, op);
      if (gone === null || gone.length === 0) return ABSENT;
      d.parts.unlink(d, state, op.offset, requestOf(state, gone[0]!, op.bytes));
      state.links = state.links.filter((each) => !gone.includes(each));
      return returned(0);
    }
    case 'destroy': {
      const gone = linksOf(state, 0n, op.mappedBytes, op);
      if (gone === null || gone.length !== state.links.length) return ABSENT;
      const [first] = gone;
      d.parts.destroy(d, state, first === undefined ? null : requestOf(state, first, op.mappedBytes));
      d.states.delete(op.state);
      return returned(0);
    }
    case 'free':
      if (state.links.length > 0) return ABSENT;
      d.parts.free(d, state);
      d.states.delete(op.state);
      return returned(0);
  }
}

function tryAlloc(d: InBoxDmaApi, { bytes, device: index, phys, state: name }: Of<'tryAlloc'>): Result {
  const device = d.devices[index];
  if (device === undefined || d.hasName(name)) return ABSENT;
  d.giveName(name);
  const address = d.parts.tryAlloc(d, device, phys, bytes);
  const state = address === null ? d.parts.stateOfFailure(device, bytes) : new IovaState(device, address, bytes);
  if (state !== null) d.states.set(name, state);
  return address === null ? returned(0) : returned(1, { address });
}

function link(d: InBoxDmaApi, state: IovaState, op: Of<'link'>): Result {
  const { attrs, bytes, direction, offset, phys } = op;
  // What is mapped begins where the granule of `phys` does.
  const within = d.inGranule(phys);
  const [first, end] = granulesOf(d, state, offset - within, within + bytes);
  const [start, stateEnd] = granulesOf(d, state, 0n, state.bytes);
  const isTaken = state.links.some((each) => {
    const [from, to] = granulesOf(d, state, each.offset, each.bytes);
    return from < end && first < to;
  });
  if (first < start || end > stateEnd || isTaken) return ABSENT;
  const request = { device: state.device, phys, bytes, direction, attrs };
  const value = d.parts.link(d, state, offset, request);
  if (value === 0) {
    const added = { offset, bytes, phys, direction, attrs };
    state.links = [...state.links, added].sort((a, b) => (a.offset < b.offset ? -1 : 1));
    reportKind(d, request);
  }
  return returned(value);
}

/** First byte, and the end, of the granules that a range of a state touches. */
function granulesOf(d: InBoxDmaApi, state: IovaState, offset: bigint, bytes: bigint): readonly [bigint, bigint] {
  const address = state.address + offset;
  return [address - d.inGranule(address), d.wholeGranules(address + bytes)];
}

/** All granules of a range are linked. */
function isLinked(d: InBoxDmaApi, state: IovaState, offset: bigint, bytes: bigint): boolean {
  const [first, end] = granulesOf(d, state, offset, bytes);
  let at = first;
  for (const each of state.links) {
    const [from, to] = granulesOf(d, state, each.offset, each.bytes);
    if (from <= at && to > at) at = to;
  }
  return at >= end;
}

/** The links that a range of these attributes is exactly made of; null: it is not. */
function linksOf(
  state: IovaState,
  offset: bigint,
  bytes: bigint,
  { attrs, direction }: Pick<LinkView, 'attrs' | 'direction'>,
): readonly LinkView[] | null {
  const inside = state.links.filter((each) => each.offset >= offset && each.offset < offset + bytes);
  let at = offset;
  for (const each of inside) {
    if (each.offset !== at || each.attrs !== attrs || each.direction !== direction) return null;
    at += each.bytes;
  }
  return at === offset + bytes ? inside : null;
}

const requestOf = ({ device }: IovaState, { attrs, direction, phys }: LinkView, bytes: bigint): MapRequest => ({
  device,
  phys,
  bytes,
  direction,
  attrs,
});
