/** Outcomes that many device ops share. */
import type { DeviceOutcome, DmaOutcome } from '../vocabulary/device-access/outcome';
import type { RmpOutcome } from '../vocabulary/rmp/outcome';

/** Done, with nothing to report. */
export const DONE: DeviceOutcome = { dma: null, rmp: null, done: true, allOnes: false, event: null };
/** Refused: nothing has changed. */
export const REFUSED: DeviceOutcome = { dma: null, rmp: null, done: false, allOnes: false, event: null };

export const doneIf = (done: boolean): DeviceOutcome => (done ? DONE : REFUSED);

export const ofDma = (dma: DmaOutcome): DeviceOutcome => ({ dma, rmp: null, done: true, allOnes: false, event: null });
export const ofRmp = (rmp: RmpOutcome): DeviceOutcome => ({ dma: null, rmp, done: true, allOnes: false, event: null });
