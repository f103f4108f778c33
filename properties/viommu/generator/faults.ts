import { Errno } from '../../../model/vocabulary/errno';
import { SUBREGION_BYTES, SUBREGION_COUNT, SUBREGION_PAGES } from '../../../model/vocabulary/viommu/config';
import type { ViommuFault } from '../../../model/vocabulary/viommu/op';
import { EVERYWHERE_PERCENT } from './bounds';
import { Weights, type Draw } from '../../engine/draw';

/** ENOMEM among others: what is reported must not be a constant. */
const ERRNOS = [Errno.EINVAL, Errno.ENOMEM, Errno.EIO, Errno.EADDRINUSE, Errno.EBUSY];
/** Nothing, the first page, half, all but the last page. */
const UNMAPPED = [0, 4096, SUBREGION_BYTES / 2, SUBREGION_BYTES - 4096];
const PAGES = [0, 1, SUBREGION_PAGES / 2, SUBREGION_PAGES - 1];

type DrawFault = (draw: Draw) => ViommuFault;
const region = (draw: Draw): number => draw.int(SUBREGION_COUNT);
const errno = (draw: Draw): number => draw.pick(ERRNOS);

const allocBlock: DrawFault = (draw) => ({ step: 'allocBlock', region: region(draw) });
const setUncached: DrawFault = (draw) => ({
  step: 'setUncached',
  region: region(draw),
  pages: draw.pick(PAGES),
  errno: errno(draw),
});
const map: DrawFault = (draw) => ({ step: 'map', region: region(draw), errno: errno(draw) });
const unmap: DrawFault = (draw) => ({ step: 'unmap', region: region(draw), bytes: draw.pick(UNMAPPED) });
const queue: DrawFault = (draw) => ({ step: 'queue', region: region(draw), errno: errno(draw) });
const wait: DrawFault = (draw) => ({ step: 'wait', region: region(draw) });
const restore: DrawFault = (draw) => ({
  step: 'restore',
  region: region(draw),
  pages: draw.pick(PAGES),
  errno: errno(draw),
});

/** A step of a setup that fails. */
export const SETUP_FAULTS = new Weights<DrawFault>([
  [4, allocBlock],
  [5, setUncached],
  [5, map],
  [2, () => ({ step: 'allocDomain' })],
]);

/** A step of driverInit that fails before the private region. */
export const DRIVER_FAULTS = new Weights<DrawFault>([
  [1, () => ({ step: 'mapVf' })],
  [1, () => ({ step: 'mapVfControl' })],
]);

/** A step of a teardown that fails. */
const TEARDOWN_FAULTS = new Weights<DrawFault>([
  [4, unmap],
  [3, queue],
  [3, wait],
  [4, restore],
]);

/** One to three faults: the first error is told from the last. */
export const drawTeardownFaults = (draw: Draw): readonly ViommuFault[] =>
  draw.chance(EVERYWHERE_PERCENT)
    ? Array.from({ length: SUBREGION_COUNT }, (_, region) => ({ ...draw.weighted(TEARDOWN_FAULTS)(draw), region }))
    : Array.from({ length: 1 + draw.int(3) }, () => draw.weighted(TEARDOWN_FAULTS)(draw));
