import type { DeviceAccessOp } from '../../../../model/vocabulary/device-access/op';
import type { World } from '../world';

/** Draws the next op; further ops that belong to it go to the world's queue. Null: there is nothing to do it with. */
export type Move = (w: World) => DeviceAccessOp | null;
