/** Teardown of the private region: dma-mmio.md 8.3, 8.4 O3 to O7, O10. */
import {
  REGION_BASE,
  SUBREGION_BYTES,
  SUBREGION_COUNT,
  SUBREGION_PAGES,
  type Subregion,
} from '../vocabulary/viommu/config';
import { DONE, UNNAMED, type Call, type Result } from './call';
import type { Domain } from './domain';
import { flush } from './flush';
import type { Slot } from './state';

const SUBREGIONS: readonly Subregion[] = Array.from({ length: SUBREGION_COUNT }, (_, region) => region);

/**
 * uninit: every sub-region, `begin` first if there is one, then the domain. Nothing where no domain is on record (O6); an
 * error does not keep it from what follows, and the first is reported (O7).
 */
export function tearDown(call: Call, begin: Subregion | null = null): Result {
  const { domain } = call.iommu;
  if (domain === null) return DONE;
  const others = SUBREGIONS.filter((region) => region !== begin);
  let first: Result = DONE;
  for (const region of begin === null ? others : [begin, ...others]) {
    const failure = tearDownSubregion(call, region, domain);
    first ??= failure;
  }
  const isGone = freeDomain(call, domain);
  return isGone ? DONE : (first ?? UNNAMED);
}

/** N, F, W, X of one sub-region. What fails leaks the block (O10), and the steps behind it are left out. */
function tearDownSubregion(call: Call, region: Subregion, domain: Domain): Result {
  const { world, iommu } = call;
  const slot = iommu.slots[region] ?? null;
  if (slot === null) return DONE;
  if (slot.leaked && world.config.assumptions.VIOMMU_RETRY === 'never') return DONE;
  const unmapped = unmap(call, region, domain, slot);
  // What was unmapped is flushed, whether or not it is all.
  const flushed = slot.unflushed === null ? DONE : flush(call, region, domain, slot.unflushed);
  if (flushed === DONE) slot.unflushed = null;
  const failure = unmapped ?? flushed ?? restore(call, region, slot);
  slot.leaked = failure !== DONE;
  if (!slot.leaked) free(call, region, slot);
  return failure;
}

/** N: what is left of the sub-region; tried once more at once, where that is assumed. */
function unmap(call: Call, region: Subregion, domain: Domain, slot: Slot): Result {
  const tries = call.world.config.assumptions.VIOMMU_RETRY === 'at-once' ? 2 : 1;
  for (let i = 0; i < tries; i++) {
    const left = domain.mappedIn(REGION_BASE + region * SUBREGION_BYTES, SUBREGION_BYTES);
    if (left === null) return DONE;
    unmapOnce(call, region, domain, slot, left);
  }
  return domain.mappedIn(REGION_BASE + region * SUBREGION_BYTES, SUBREGION_BYTES) === null ? DONE : UNNAMED;
}

function unmapOnce(
  { iommu, faults, events }: Call,
  region: Subregion,
  domain: Domain,
  slot: Slot,
  { base, bytes }: { readonly base: number; readonly bytes: number },
): void {
  const unmapped = Math.min(bytes, faults.take('unmap', region)?.bytes ?? bytes);
  domain.unmap(base, unmapped);
  events.push({ event: 'unmap', iommu: iommu.index, region, iova: base, bytes, unmapped });
  if (unmapped === 0) return;
  const { unflushed } = slot;
  slot.unflushed = { base: unflushed?.base ?? base, bytes: (unflushed?.bytes ?? 0) + unmapped };
}

/** W: every page back to write-back; a block that is not must not be freed (V-6). */
function restore({ iommu, faults, events }: Call, region: Subregion, slot: Slot): Result {
  if (!slot.touched) return DONE;
  const { block } = slot;
  const fault = faults.take('restore', region);
  const value = fault?.errno ?? 0;
  block.setUncached(false, fault?.pages ?? SUBREGION_PAGES);
  events.push({ event: 'restore', iommu: iommu.index, region, block: block.spa, pages: SUBREGION_PAGES, value });
  if (value !== 0) return value;
  slot.touched = false;
  return DONE;
}

/** X */
function free({ iommu, events }: Call, region: Subregion, { block }: Slot): void {
  block.allocated = false;
  iommu.slots[region] = null;
  events.push({ event: 'freeBlock', iommu: iommu.index, region, block: block.spa });
}

/** O5: the tables go last, and never while a block is on record or a device-table entry refers to them. */
function freeDomain({ world, iommu, events }: Call, domain: Domain): boolean {
  const isReferredTo = world.iommus.some(({ dte }) => dte === domain);
  if (isReferredTo || iommu.slots.some((slot) => slot !== null)) return false;
  world.domains.delete(domain.id);
  iommu.domain = null;
  events.push({ event: 'freeDomain', iommu: iommu.index, domain: domain.id });
  return true;
}
