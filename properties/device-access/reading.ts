import type { DmaOp } from '../../model/vocabulary/device-access/op';
import type { DmaOutcome } from '../../model/vocabulary/device-access/outcome';
import { readRequest } from './request';
import type { DeviceStep } from './rule';
import type { Reading } from './target';

/** A DMA request with what the subject did and what the rules read of it. */
export interface DmaStep {
  readonly step: DeviceStep;
  readonly op: DmaOp;
  readonly observed: DmaOutcome;
  readonly reading: Reading;
  /** Whether the RMP lets the target through, by log2 of the granule, as far as rules have asked. */
  readonly answers: Map<number, boolean>;
}

let last: DmaStep | null = null;

/** The reading of a step; null for other ops than `dma`. Rules ask one after the other: the last one is kept. */
export function dmaStep(step: DeviceStep): DmaStep | null {
  const { op, outcome } = step;
  if (op.op !== 'dma' || outcome.dma === null) return null;
  if (last !== null && last.step === step) return last;
  const reading = readRequest(step.config, step.before, op);
  last = { step, op, observed: outcome.dma, reading, answers: new Map() };
  return last;
}
