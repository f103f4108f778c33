import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import type { PgLevel } from '../../../model/vocabulary/rmp-wrapper/op';
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { wrapperOutcome } from '../../../model/vocabulary/rmp-wrapper/outcome';
import { Errno } from './errno';
import { regionHead } from './in-box';
import type { WrapperParts } from './parts';

const LEVEL_4K: PgLevel = 1;
const LEVEL_2M: PgLevel = 2;

const isUsable: WrapperParts['isUsable'] = ({ config, rmp }) => {
  if (!config.hostSnp || !config.iommuSnp) return false;
  // Coverage is a multiple of 2M everywhere, as RAM is.
  for (const { spa, pages } of config.ram) {
    for (let page = spa; page < spa + pages; page += REGION_PAGES) if (!rmp.view.covered(page)) return false;
  }
  return true;
};

const target: WrapperParts['target'] = ({ memory }, page, level) => {
  if (!memory.hasStructPage(page) || level > LEVEL_2M) return -1;
  return level === LEVEL_4K || page % REGION_PAGES === 0 ? page : -1;
};

const needsSplit: WrapperParts['needsSplit'] = ({ memory }, { page, isLarge }) =>
  !isLarge && memory.directLevel(page) > LEVEL_4K;

/** "Before a 4K update split the host direct map of that page to 4K." rmp.md 2.1. */
const convert: WrapperParts['convert'] = (k, conversion) => {
  const events = k.parts.needsSplit(k, conversion) ? [k.split(conversion)] : [];
  if (events.length > 0 && conversion.splitFails) return wrapperOutcome({ value: Errno.fault, events });
  const update = k.update(conversion);
  return k.ended([...events, update], update.code);
};

const listed: WrapperParts['listed'] = ({ memory }, first, pages) => {
  const end = first + pages;
  const found: number[] = [];
  for (let page = first; page < end; page++) {
    if (memory.headOf(page) === page && page + memory.pagesOf(page) <= end) found.push(page);
  }
  return found;
};

/** The kernel's RMP code as the document has it. Exhibits replace one of these. */
export const standardWrapperParts: WrapperParts = {
  isUsable,
  unused: Errno.noDevice,
  isAssigned: ({ rmp }, page) => rmp.isAssigned(page),
  levelOf: ({ rmp }, page) => (rmp.is2M(regionHead(page)) ? LEVEL_2M : LEVEL_4K),
  target,
  convert,
  needsSplit,
  // An overlap that stays is no passing contention: RMP-109.
  repeats: () => false,
  errnoOf: (code) => (code === RmpCode.success ? 0 : Errno.fault),
  listed,
};
