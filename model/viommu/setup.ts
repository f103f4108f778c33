/** Setup of the private region: dma-mmio.md 8.2, 8.4 O1, O2, O3, O8. */
import { Errno } from '../vocabulary/errno';
import {
  REGION_BASE,
  SUBREGION_BYTES,
  SUBREGION_COUNT,
  SUBREGION_PAGES,
  type Subregion,
} from '../vocabulary/viommu/config';
import { DONE, type Call, type Result } from './call';
import { PROT, type Domain } from './domain';
import { flush } from './flush';
import { allocateDomain, type Slot } from './state';
import { tearDown } from './teardown';

/** init: a domain, then sub-region after sub-region. The first that fails undoes all of them, itself first. */
export function setUp(call: Call): Result {
  const { iommu } = call;
  if (iommu.domain !== null) return setUpTwice(call);
  const { domain, failure } = newDomain(call);
  if (domain === null) return failure;
  iommu.domain = domain;
  for (let region = 0; region < SUBREGION_COUNT; region++) {
    const failed = setUpSubregion(call, region, domain);
    if (failed === DONE) continue;
    // O8: what fails on the way back does not change what init reports.
    tearDown(call, region);
    return failed;
  }
  return DONE;
}

/** V-11: never overwrites what is on record. */
function setUpTwice({ world, iommu }: Call): Result {
  const isWhole = iommu.slots.every((slot) => slot !== null && !slot.leaked);
  return isWhole && world.config.assumptions.VIOMMU_INIT_TWICE === 'no-op' ? DONE : Errno.EBUSY;
}

function newDomain({ world, iommu, faults, events }: Call) {
  const failed = domainFailure(world.config.hostTranslation, faults.take('allocDomain') !== null);
  const domain = failed === DONE ? allocateDomain(world) : null;
  events.push({ event: 'allocDomain', iommu: iommu.index, domain: domain?.id ?? null, value: failed ?? 0 });
  return { domain, failure: failed };
}

/** V-1: both are error pointers, and none is null. */
function domainFailure(hostTranslation: boolean, isOutOfMemory: boolean): number | null {
  if (!hostTranslation) return Errno.EOPNOTSUPP;
  return isOutOfMemory ? Errno.ENOMEM : DONE;
}

/** A, U, M: a block is uncached before an IOPTE refers to it (O1). */
function setUpSubregion(call: Call, region: Subregion, domain: Domain): Result {
  const { world } = call;
  const slot = allocate(call, region);
  if (slot === null) return Errno.ENOMEM;
  const failed = setUncached(call, region, slot) ?? map(call, region, domain, slot);
  if (failed !== DONE || world.config.assumptions.VIOMMU_NON_PRESENT === 'not-cached') return failed;
  return flush(call, region, domain, { base: iovaOf(region), bytes: SUBREGION_BYTES });
}

/** A */
function allocate({ world, iommu, faults, events }: Call, region: Subregion): Slot | null {
  const block = faults.take('allocBlock', region) === null ? world.memory.allocate(iommu.node) : null;
  const value = block === null ? Errno.ENOMEM : 0;
  events.push({
    event: 'allocBlock',
    iommu: iommu.index,
    region,
    block: block?.spa ?? null,
    bytes: SUBREGION_BYTES,
    value,
  });
  if (block === null) return null;
  const slot: Slot = { block, touched: false, unflushed: null, leaked: false };
  iommu.slots[region] = slot;
  return slot;
}

/** U: may fail with a part of the pages changed (V-7). */
function setUncached({ iommu, faults, events }: Call, region: Subregion, slot: Slot): Result {
  const { block } = slot;
  const fault = faults.take('setUncached', region);
  const value = fault?.errno ?? 0;
  slot.touched = true;
  block.setUncached(true, fault?.pages ?? SUBREGION_PAGES);
  events.push({ event: 'setUncached', iommu: iommu.index, region, block: block.spa, pages: SUBREGION_PAGES, value });
  return value === 0 ? DONE : value;
}

/** M */
function map({ iommu, faults, events }: Call, region: Subregion, domain: Domain, { block }: Slot): Result {
  const value = faults.take('map', region)?.errno ?? 0;
  const iova = iovaOf(region);
  events.push({
    event: 'map',
    iommu: iommu.index,
    region,
    iova,
    paddr: block.spa,
    bytes: SUBREGION_BYTES,
    prot: PROT,
    value,
  });
  if (value !== 0) return value;
  domain.map(iova, block.spa, SUBREGION_BYTES);
  return DONE;
}

const iovaOf = (region: Subregion): number => REGION_BASE + region * SUBREGION_BYTES;
