import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import type { IovaOp } from '../../vocabulary/dma-api/op';
import { Errno } from '../../vocabulary/errno';
import { giveSlots, takeSlots } from '../bounce';
import { maintainCache } from '../cache';
import type { Call } from '../call';
import { absent, returned, type Ended } from '../ended';
import { reportKind } from '../mapping/reports';
import { granulesOf, overlaps } from '../spans';
import type { Bounced, Device, IovaState, Link, World } from '../state';
import { isUnaligned, usesBounce } from '../translated/iommu';
import { granuleOf, iommuMap } from '../translated/iova';
import { isAdmittedTranslated, isDirectOnly } from '../translated/policy';
import { protOf } from '../translated/prot';
import { piecesOf, type Piece } from './pieces';
import { unlink } from './unlink';

type LinkOp = Extract<IovaOp, { readonly op: 'link' }>;

/** dma_iova_link: dma-mmio.md 4.4. */
export function stepLink(world: World, call: Call, state: IovaState, op: LinkOp): Ended {
  const { phys, offset, bytes, direction, attrs } = op;
  const device = world.devices[state.device]!;
  const granule = granuleOf(world);
  const pad = phys % granule;
  const granules = granulesOf(state.address + offset - pad, pad + bytes, granule);
  const { base, bytes: reserved } = state.reservation;
  if (granules.base < base || granules.base + granules.bytes > base + reserved) return absent;
  if (state.links.some((link) => overlaps(link.granules, granules))) return absent;
  const refused = errnoOf(world, device, state, op, pad);
  if (refused !== 0) return returned(refused);
  const bounces = usesBounce(device, op) && isUnaligned(world, op);
  const whole = { iova: state.address + offset, phys, bytes, bounces: false };
  const pieces = bounces ? piecesOf(whole, granule) : [whole];
  const bounced = linkPieces(world, call, device, state, op, pieces);
  if (typeof bounced === 'number') return returned(bounced);
  const link: Link = { offset, bytes, phys, direction, attrs, granules, bounced };
  state.links = [...state.links, link].sort((a, b) => (a.offset < b.offset ? -1 : 1));
  reportKind(world, call, phys, attrs);
  return returned(0);
}

/** What is asked before anything is mapped, in this order; 0: nothing is wrong. */
function errnoOf(world: World, device: Device, state: IovaState, op: LinkOp, pad: bigint): number {
  const { offset, attrs } = op;
  const needsCoherent = (attrs & DmaAttr.REQUIRE_COHERENT) !== 0;
  if (pad !== 0n && offset > 0n) return Errno.EIO;
  if (needsCoherent && (state.bounced || !device.config.coherent)) return Errno.EOPNOTSUPP;
  if (!isAdmitted(world, device, op)) return Errno.EPERM;
  const bounces = usesBounce(device, op) && isUnaligned(world, op);
  return bounces && (needsCoherent || (attrs & DmaAttr.MMIO) !== 0) ? Errno.EPERM : 0;
}

/** The gap D4-1 of the releases, closed: link asks what dma_map_phys asks. */
const isAdmitted = (world: World, device: Device, op: LinkOp): boolean =>
  world.config.assumptions.DMA_IOMMU_CC === 'ignored' ||
  (!isDirectOnly(world, op.attrs) && isAdmittedTranslated(world, device, op));

/** Maps piece by piece, without flush: the slots taken, or an errno and nothing is linked. */
function linkPieces(
  world: World,
  call: Call,
  device: Device,
  state: IovaState,
  op: LinkOp,
  pieces: readonly Piece[],
): readonly Bounced[] | number {
  const taken: Bounced[] = [];
  let done = 0n;
  for (const piece of pieces) {
    const slots = linkPiece(world, call, device, op, piece);
    if (typeof slots === 'number') {
      if (done > 0n) unlink(world, call, state, { offset: op.offset, bytes: done, attrs: op.attrs }, taken);
      return slots;
    }
    if (slots !== null) {
      taken.push(slots);
      state.bounced = true;
    }
    done += piece.bytes;
  }
  return taken;
}

/** Slots where it bounces, null where it does not, or an errno. */
function linkPiece(world: World, call: Call, device: Device, op: LinkOp, piece: Piece): Bounced | null | number {
  const granule = granuleOf(world);
  const offset = piece.phys % granule;
  const slots = piece.bounces ? takeSlots(world, call, device, piece.bytes, { granule, offset }) : null;
  if (piece.bounces && slots === null) return Errno.ENOMEM;
  const target = slots ?? piece;
  maintainCache(call, device, 'device', target, op.attrs);
  const { bytes } = granulesOf(target.phys, target.bytes, granule);
  const prot = protOf(op, device.config.coherent);
  const value = iommuMap(world, call, device, { base: piece.iova - offset, bytes }, target.phys - offset, prot);
  if (value === 0) return slots;
  if (slots !== null) giveSlots(world, call, slots);
  return value;
}
