/** Leaves beside their pieces: rmp.md 7.4, 7.5, 8.6; RMP-081, RMP-082, RMP-105, RMP-204. */
import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DmaOutcome } from '../../../model/vocabulary/device-access/outcome';
import { EventCode } from '../../../model/vocabulary/device-access/outcome';
import { LG_2M, LG_4K, granuleOf } from '../check';
import type { DeviceRelationRule } from '../rule';
import { differenceText, verdictDiffers } from './_relation';
import { judgeSplit, splitLeaves } from './_split';

const RELATION = { level: 'required', scope: 'relation' } as const;

export const RMP_081: DeviceRelationRule = {
  ...RELATION,
  id: 'RMP-081',
  title: 'Above 2M as 2M leaves',
  statement: 'A leaf above 2M gives the verdicts that its 2M pieces give.',
  source: 'rmp.md 4.3 TR4, 8.6; IO_1G_AS_2M, IO_GE2M_ROUND_TO_2M',
  confidence: 'L',
  why: 'The mapper merges 2M pieces freely: a merge must not take DMA away.',
  example: 'All of a 4M leaf is looked at, and its other 2M holds a guest’s page.',
  vary: (config, ops) =>
    splitLeaves(config, ops, ({ table, lg }) =>
      config.tables[table]?.format === 'amdv1' && lg > LG_2M && granuleOf(lg, config.rmp.assumptions) === LG_2M
        ? LG_2M
        : null,
    ),
  check: (_base, variants) => judgeSplit(variants, verdictDiffers),
  explain: (_base, [whole, pieces]) => differenceText(whole!, pieces!, verdictDiffers),
};

export const RMP_082: DeviceRelationRule = {
  ...RELATION,
  id: 'RMP-082',
  title: '8K to 1M as 4K leaves',
  statement: 'A leaf of 8K … 1M gives the verdicts that its 4K pieces give.',
  source: 'rmp.md 4.3 TR2, 8.6; IO_SUB2M_AS_4K',
  confidence: 'L',
  why: 'The mapper merges pages freely: a merge must not take DMA away, nor give any.',
  example: 'The RMP is asked for the first page of a 64K leaf only.',
  vary: (config, ops) =>
    splitLeaves(config, ops, ({ table, lg }) =>
      config.tables[table]?.format === 'amdv1' && lg > LG_4K && granuleOf(lg, config.rmp.assumptions) === LG_4K
        ? LG_4K
        : null,
    ),
  check: (_base, variants) => judgeSplit(variants, verdictDiffers),
  explain: (_base, [whole, pieces]) => differenceText(whole!, pieces!, verdictDiffers),
};

const translationDiffers = (a: DmaOutcome, b: DmaOutcome): boolean =>
  verdictDiffers(a, b) || a.spa !== b.spa || a.gpa !== b.gpa;

export const RMP_105: DeviceRelationRule = {
  ...RELATION,
  id: 'RMP-105',
  title: 'One map, or two of half the size',
  statement: 'A leaf and its two halves, if they are of one granule, give the same translations and the same verdicts.',
  source: 'rmp.md 4.8, 7.5',
  confidence: 'I',
  why: 'How map_pages cuts a range into leaves is its own business as long as nobody can tell.',
  example: 'The upper half of a contiguous leaf is translated as if it were the lower.',
  vary: (config, ops) => {
    const { assumptions } = config.rmp;
    return splitLeaves(config, ops, ({ table, lg }) =>
      config.tables[table]?.format === 'amdv1' &&
      lg > LG_4K &&
      granuleOf(lg, assumptions) === granuleOf(lg - 1, assumptions)
        ? lg - 1
        : null,
    );
  },
  check: (_base, variants) => judgeSplit(variants, translationDiffers),
  explain: (_base, [whole, pieces]) => differenceText(whole!, pieces!, translationDiffers),
};

/** True if a table of the first stage could not be read: pieces need one more of them than the leaf did. */
function missedTable({ tables }: DeviceAccessConfig, { event }: DmaOutcome): boolean {
  if (event === null || event.code === EventCode.ioPageFault) return event !== null;
  const gpa = Number(event.address >> 12n);
  return tables.some(({ format, address, pages }) => format !== 'amdv1' && gpa >= address && gpa < address + pages);
}

const verdictOnDataDiffers =
  (config: DeviceAccessConfig) =>
  (a: DmaOutcome, b: DmaOutcome): boolean =>
    !missedTable(config, a) && !missedTable(config, b) && verdictDiffers(a, b);

export const RMP_204: DeviceRelationRule = {
  ...RELATION,
  id: 'RMP-204',
  title: 'Any S1 size',
  statement: 'An S1 leaf of 2M or 1G and smaller S1 leaves of the same translation give the same RMP verdicts.',
  source: 'rmp.md 8.6, fourth relation; NESTED_CHECK_SIZE, S1_ONLY_ON_SNP',
  confidence: 'L',
  why: 'A guest that splits a page of its own must not lose its device.',
  example: 'The smaller of both leaves decides what is looked at.',
  vary: (config, ops) => {
    const { NESTED_CHECK_SIZE, S1_ONLY_ON_SNP } = config.rmp.assumptions;
    if (NESTED_CHECK_SIZE !== 's2' || S1_ONLY_ON_SNP === 'leaf_must_match') return null;
    return splitLeaves(config, ops, ({ table, lg }) =>
      config.tables[table]?.format === 'amdv2' && lg > LG_4K ? lg - 9 : null,
    );
  },
  check: ({ config }, variants) => judgeSplit(variants, verdictOnDataDiffers(config)),
  explain: ({ config }, [whole, pieces]) => differenceText(whole!, pieces!, verdictOnDataDiffers(config)),
};
