import { deserialize, serialize } from 'node:v8';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { CampaignTrace } from '../case';

/**
 * A trace as the corpus keeps it. As records a hundred ops take some twenty kilobytes in every worker, packed about one:
 * of tens of thousands of entries only those that a mutant is made of are ever looked at.
 */
export type PackedTrace = Uint8Array;

/** The fastest level: what repeats in a trace is found by any. */
const LEVEL = 1;

export const packTrace = (trace: CampaignTrace): PackedTrace =>
  // A copy of its own size: a small Buffer is a window into a larger one, which would go along to other threads.
  Uint8Array.from(deflateRawSync(serialize(trace), { level: LEVEL }));

export const unpackTrace = (packed: PackedTrace): CampaignTrace => deserialize(inflateRawSync(packed)) as CampaignTrace;
