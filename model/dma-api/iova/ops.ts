import type { IovaOp } from '../../vocabulary/dma-api/op';
import type { Call } from '../call';
import { absent, returned, type Ended } from '../ended';
import { granulesOf } from '../spans';
import type { IovaState, Link, World } from '../state';
import { flush, granuleOf, release, reserve } from '../translated/iova';
import { stepLink } from './link';
import { unlink } from './unlink';

type Op<Kind extends IovaOp['op']> = Extract<IovaOp, { readonly op: Kind }>;

const BIT_63 = 1n << 63n;

/** The IOVA API: dma-mmio.md 4.4. */
export function stepIova(world: World, call: Call, op: IovaOp): Ended {
  if (op.op === 'tryAlloc') return tryAlloc(world, call, op);
  const state = world.states.get(op.state);
  if (state === undefined) return absent;
  switch (op.op) {
    case 'link':
      return stepLink(world, call, state, op);
    case 'sync':
      return sync(world, call, state, op);
    case 'unlink': {
      const links = linksOf(state, op);
      if (links === null) return absent;
      unlink(
        world,
        call,
        state,
        op,
        links.flatMap(({ bounced }) => bounced),
      );
      state.links = state.links.filter((link) => !links.includes(link));
      return returned(0);
    }
    case 'destroy':
      return destroy(world, call, state, op);
    case 'free':
      if (state.links.length > 0) return absent;
      release(call, world.devices[state.device]!, state.reservation);
      world.states.delete(op.state);
      return returned(0);
  }
}

function tryAlloc(world: World, call: Call, op: Op<'tryAlloc'>): Ended {
  const device = world.devices[op.device];
  if (device === undefined || world.names.has(op.state)) return absent;
  world.names.add(op.state);
  const { phys, bytes } = op;
  const isTried = device.config.dma.path === 'iommu' && !call.fails('attach') && bytes > 0n && bytes < BIT_63;
  const granule = granuleOf(world);
  const reservation = isTried ? reserve(world, call, device, granulesOf(phys, bytes, granule).bytes) : null;
  if (reservation === null) return returned(0);
  const address = reservation.base + (phys % granule);
  world.states.set(op.state, { device: op.device, address, bytes, reservation, bounced: false, links: [] });
  return { ...returned(1), address };
}

function sync(world: World, call: Call, state: IovaState, op: Op<'sync'>): Ended {
  const granule = granuleOf(world);
  const span = granulesOf(state.address + op.offset, op.bytes, granule);
  const linked = state.links.reduce((sum, { granules }) => {
    const from = granules.base > span.base ? granules.base : span.base;
    const ends = [granules.base + granules.bytes, span.base + span.bytes] as const;
    const to = ends[0] < ends[1] ? ends[0] : ends[1];
    return to > from ? sum + (to - from) : sum;
  }, 0n);
  if (linked < span.bytes) return absent;
  if (op.fail !== 0) return returned(op.fail);
  flush(call, world.devices[state.device]!, span, 'map');
  return returned(0);
}

/** The links that make up the range, all as the op says; null: it is not made up of links. */
function linksOf(
  state: IovaState,
  { offset, bytes, direction, attrs }: Pick<Link, 'offset' | 'bytes' | 'direction' | 'attrs'>,
): readonly Link[] | null {
  const links = state.links.filter((link) => link.offset >= offset && link.offset < offset + bytes);
  let end = offset;
  for (const link of links) {
    if (link.offset !== end || link.direction !== direction || link.attrs !== attrs) return null;
    end += link.bytes;
  }
  return end === offset + bytes ? links : null;
}

/** Frees the whole reservation, however much of it was linked (DMA-050). */
function destroy(world: World, call: Call, state: IovaState, op: Op<'destroy'>): Ended {
  const range = { offset: 0n, bytes: op.mappedBytes, direction: op.direction, attrs: op.attrs };
  const links = linksOf(state, range);
  if (links === null || links.length !== state.links.length) return absent;
  if (links.length > 0)
    unlink(
      world,
      call,
      state,
      range,
      links.flatMap(({ bounced }) => bounced),
    );
  release(call, world.devices[state.device]!, state.reservation);
  world.states.delete(op.state);
  return returned(0);
}
