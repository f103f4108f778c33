/** Rule on RAM and MMIO in one map: dma-mmio.md 5.6, 5.8. */
import { areaAt, backingOf, memoryKind } from '../../../model/vfio-type1/memory';
import { bytesOf, pageOf } from '../../../model/vfio-type1/pages';
import { protText } from '../../../model/vocabulary/prot';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { MapOp, Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { address } from '../../plain/words';
import type { Type1RelationRule, Type1Run } from '../rule';
import { mapCalls, type MapCall } from './_calls';

/** The first map that has RAM and reserved frames, of pages that are there at the start. */
function mixedMap(
  config: Type1Config,
  ops: readonly Type1Op[],
): { readonly op: MapOp; readonly cuts: readonly number[] } | null {
  for (const op of ops) {
    if (op.op !== 'map' || (op.iova | op.vaddr | op.size) % 4096n !== 0n || op.size === 0n || op.updateVaddr) continue;
    const cuts = cutsOf(config, op);
    if (cuts !== null && cuts.length > 0) return { op, cuts };
  }
  return null;
}

/** Pages of the request at which RAM ends or begins; null: not all of its pages are there. */
function cutsOf({ areas, memory }: Type1Config, { vaddr, size }: MapOp): readonly number[] | null {
  const first = pageOf(vaddr);
  const cuts: number[] = [];
  let wasRam: boolean | null = null;
  for (let done = 0; done < pageOf(size);) {
    const area = areaAt(areas, first + done);
    if (area === null) return null;
    const { frame, frames } = backingOf(area, first + done);
    const isRam = memoryKind(memory, frame) === 'ram';
    if (wasRam !== null && wasRam !== isRam) cuts.push(done);
    wasRam = isRam;
    done += frames;
  }
  return cuts;
}

/** The request in pieces, from these pages on, the last first. */
function inPieces(op: MapOp, cuts: readonly number[]): readonly MapOp[] {
  const ends = [...cuts, pageOf(op.size)];
  return [0, ...cuts]
    .map((from, i) => ({
      ...op,
      iova: op.iova + bytesOf(from),
      vaddr: op.vaddr + bytesOf(from),
      size: bytesOf(ends[i]! - from),
    }))
    .reverse();
}

/** The flags that each page of the last op, or ops, was mapped with; null where one failed. */
function flagsOf({ outcomes }: Type1Run): readonly MapCall[] | null {
  if (outcomes.some(({ value }) => value !== 0)) return null;
  return outcomes.flatMap(mapCalls);
}

/** A call that another run made with another prot for some of its pages. */
function differing(one: readonly MapCall[], other: readonly MapCall[]): readonly [MapCall, MapCall] | null {
  for (const call of one)
    for (const match of other)
      if (match.iova < call.iova + call.bytes && call.iova < match.iova + match.bytes && match.prot !== call.prot)
        return [call, match];
  return null;
}

const found = ([whole, pieces]: readonly Type1Run[]): readonly [MapCall, MapCall] | null | undefined => {
  const [one, other] = [flagsOf(whole!), flagsOf(pieces!)];
  return one === null || other === null ? undefined : differing(one, other);
};

export const VFIO_007: Type1RelationRule = {
  scope: 'relation',
  level: 'required',
  confidence: 'S',
  id: 'VFIO-007',
  title: 'neighbours do not matter',
  statement:
    'RAM and reserved frames of one map have the flags that they have when each is mapped by itself, in the opposite order.',
  source: 'dma-mmio.md 5.6, 5.8 (L3, L4); seed 000 (Wei Wang)',
  why: 'Guest memory and BARs lie in one range as the VMM happens to place them: what is right in one order only is right by luck.',
  example: 'v3 of seed 000 looks one step ahead, and gives a run the flag of its successor.',
  vary(config, ops) {
    const mixed = mixedMap(config, ops);
    if (mixed === null || config.domains.length === 0) return null;
    const plenty = { ...config, entryLimit: 65535, capIpcLock: true, mediated: false };
    const attach: Type1Op = { op: 'attach', domain: 0, fail: null };
    const whole = { ...mixed.op, fail: null };
    return [
      { config: plenty, ops: [attach, whole] },
      { config: plenty, ops: [attach, ...inPieces(whole, mixed.cuts)] },
    ];
  },
  check(_base, variants) {
    const differs = found(variants);
    return differs === undefined ? NOT_EXERCISED : must(differs === null);
  },
  explain(_base, variants) {
    const [one, other] = found(variants)!;
    return `${address(one.iova)} mapped with ${protText(one.prot)} together, with ${protText(other.prot)} by itself`;
  },
};
