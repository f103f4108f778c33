import { SUBREGION_BYTES, SUBREGION_COUNT, type ByteIova } from '../../../model/vocabulary/viommu/config';
import type { RegionOp, ViommuFault } from '../../../model/vocabulary/viommu/op';
import type { IommuView } from '../../../model/vocabulary/viommu/view';
import { WAY_BACK_PERCENT } from './bounds';
import type { CaseContext, Move } from './context';
import { DRIVER_FAULTS, drawTeardownFaults, SETUP_FAULTS } from './faults';

const isUp = ({ domain }: IommuView): boolean => domain !== null;
const isDown = ({ domain }: IommuView): boolean => domain === null;

/** Mostly an IOMMU for which the call is no repetition. */
const target = (c: CaseContext, wanted: (iommu: IommuView) => boolean): number =>
  (c.draw.chance(85) ? c.iommuThat(wanted) : null) ?? c.iommu();

function setupFaults({ draw, theme }: CaseContext, isDriver: boolean): readonly ViommuFault[] {
  if (!draw.chance(theme.setupFaults)) return [];
  if (isDriver && draw.chance(25)) return [draw.weighted(DRIVER_FAULTS)(draw)];
  const wayBack = draw.chance(WAY_BACK_PERCENT) ? drawTeardownFaults(draw) : [];
  return [draw.weighted(SETUP_FAULTS)(draw), ...wayBack];
}

const setup =
  (op: RegionOp['op']): Move =>
  (c) => ({ op, iommu: target(c, isDown), faults: setupFaults(c, op === 'driverInit') });

const teardown =
  (op: RegionOp['op']): Move =>
  (c) => ({
    op,
    iommu: target(c, isUp),
    faults: c.draw.chance(c.theme.teardownFaults) ? drawTeardownFaults(c.draw) : [],
  });

export const init = setup('init');
export const driverInit = setup('driverInit');
export const uninit = teardown('uninit');
export const driverUninit = teardown('driverUninit');

export const setDte: Move = (c) => ({
  op: 'setDte',
  iommu: target(c, ({ domain, dte }) => domain !== null && dte === null),
});
export const clearDte: Move = (c) => ({ op: 'clearDte', iommu: target(c, ({ dte }) => dte !== null) });

/** Edges of a page, of a sub-region, of the region. */
const OFFSETS = [0, 1, 4095, 4096, SUBREGION_BYTES / 2, SUBREGION_BYTES - 4096, SUBREGION_BYTES - 1];

function drawIova({ draw, visited }: CaseContext): ByteIova {
  if (visited.length > 0 && draw.chance(55)) return draw.pick(visited);
  // Sub-region 4 is behind the last one.
  const iova = draw.int(draw.chance(10) ? SUBREGION_COUNT + 1 : SUBREGION_COUNT) * SUBREGION_BYTES + draw.pick(OFFSETS);
  visited.push(iova);
  return iova;
}

export const access: Move = (c) => {
  const iommu = c.iommuThat(({ dte }) => dte !== null);
  // Without a device-table entry there is little to see: mostly one comes first.
  if (iommu === null && c.draw.chance(80)) return setDte(c);
  return { op: 'access', iommu: iommu ?? c.iommu(), iova: drawIova(c), write: c.draw.chance(50) };
};
