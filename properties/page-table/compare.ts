import { formatOf } from '../../model/page-table/formats';
import type { PageTableConfig } from '../../model/vocabulary';
import { RunFlag } from '../../model/vocabulary/observation';
import { equalWords, firstDifference } from '../engine/words';
import { sameButForAddresses } from './effect';
import type { ExaminedCase } from './fast-lane';

type Comparable = Pick<ExaminedCase, 'trace' | 'flags' | 'expected'>;

/**
 * Index of the first record in which the observation of a case differs from what the model expects, −1 if none does:
 * at the speed of memcmp, and where the subject also says where its tables lie, record by record without that.
 */
export function differsAt({ trace, flags, expected }: Comparable, words: Uint32Array): number {
  if ((flags & RunFlag.rawPointers) !== 0) return firstRecordApart(trace.config, expected, words);
  return equalWords(expected, words) ? -1 : firstDifference(expected, words);
}

function firstRecordApart(config: PageTableConfig, expected: Uint32Array, words: Uint32Array): number {
  const format = formatOf(config.format);
  let record = 0;
  for (let at = 0; at < expected.length; at += expected[at]!, record++) {
    // Up to here all records are of one length on both sides.
    if (!sameButForAddresses(config, format, expected, at, words, at)) return record;
  }
  return words.length === expected.length ? -1 : record;
}
