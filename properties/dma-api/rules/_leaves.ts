import { DmaAttr, type DmaDirection } from '../../../model/vocabulary/dma-api/attrs';
import type { DmaDevice } from '../../../model/vocabulary/dma-api/config';
import type { Iopte } from '../../../model/vocabulary/dma-api/view';
import { protText } from '../../../model/vocabulary/prot';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { DmaApiStep, DmaApiStepRule } from '../rule';
import { isAskedAsMmio, MAPS, madeBy } from './_requests';
import { STEP, type Said } from './_rule';

/** An IOPTE that an op made on the iommu-dma path, and what was asked for. */
export interface Leaf {
  readonly by: DmaDevice;
  readonly isMmio: boolean;
  readonly direction: DmaDirection;
  readonly attrs: number;
  /** The first of its range; null: the address leads nowhere. */
  readonly iopte: Iopte | null;
}

/** Those of a link that succeeded: at its start. */
function linkLeaves({ op, outcome, before, after, config }: DmaApiStep): readonly Leaf[] {
  if (op.op !== 'link' || outcome.value !== 0) return [];
  const { device, address } = before.state(op.state)!;
  const { direction, attrs } = op;
  const isMmio = (attrs & DmaAttr.MMIO) !== 0;
  return [{ by: config.devices[device]!, isMmio, direction, attrs, iopte: after.iopte(device, address + op.offset) }];
}

export function leavesOf(step: DmaApiStep): readonly Leaf[] {
  const { config, after } = step;
  const mapped = madeBy(step).filter(
    ({ device, entry }) => entry.path === 'translated' && config.devices[device]!.dma.path === 'iommu',
  );
  if (mapped.length === 0) return linkLeaves(step);
  return mapped.map(({ device, direction, attrs, entry }) => ({
    by: config.devices[device]!,
    isMmio: isAskedAsMmio(step, entry),
    direction,
    attrs,
    iopte: after.iopte(device, entry.address),
  }));
}

/** A rule on the leaves that `concerns` lets through. */
export const onLeaves = (
  said: Said,
  concerns: (leaf: Leaf, step: DmaApiStep) => boolean,
  holds: (iopte: Iopte, leaf: Leaf, step: DmaApiStep) => boolean,
): DmaApiStepRule => {
  const strays = (step: DmaApiStep, leaves: readonly Leaf[]): readonly Leaf[] =>
    leaves.filter((leaf) => leaf.iopte === null || !holds(leaf.iopte, leaf, step));
  const concerned = (step: DmaApiStep): readonly Leaf[] => leavesOf(step).filter((leaf) => concerns(leaf, step));
  return {
    ...STEP,
    on: [...MAPS, 'link'],
    ...said,
    check(step) {
      const leaves = concerned(step);
      return leaves.length === 0 ? NOT_EXERCISED : must(strays(step, leaves).length === 0);
    },
    explain: (step) => leafText(strays(step, concerned(step))[0]!),
  };
};

const leafText = ({ isMmio, direction, iopte }: Leaf): string =>
  `an IOPTE of ${isMmio ? 'MMIO' : 'RAM'} for ${direction} ${
    iopte === null ? 'is not there' : `has ${protText(iopte.prot)}${iopte.cBit ? ' and the C-bit' : ''}`
  }`;
