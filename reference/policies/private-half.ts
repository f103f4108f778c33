import type { HostRange, HostView, Plan, Region2M } from '../../model/vocabulary/host/policy';
import {
  ioMap,
  ioUnmap,
  lock,
  psmash,
  psmashIo,
  readBacking,
  readLeaf,
  readRmp,
  unlock,
} from '../../model/vocabulary/host/policy-steps';
import { domainOf } from '../../model/vocabulary/host/step-kind';
import { REGION_PAGES } from '../../model/vocabulary/rmp/entry';
import { flush, privateWindow } from './flush';
import { baseOf } from './regions';

// The T=1 side, for ranges within one 2M region whose lock is held (unless a policy forgets it).

/** Another CPU works on the region: try again. rmp.md 2.0. */
const IN_USE = 3;

/** Leaves exactly as large as the RMP entries of the pages that the guest owns: a 2M entry gets its 2M leaf whole. */
export function* mapPrivateFitting({ config }: HostView, { guest, gfn, n }: HostRange): Plan {
  const dom = domainOf(guest, 1);
  const { asid } = config.guests[guest]!;
  for (let at = gfn; at < gfn + n;) {
    const backing = readBacking(guest, true, at, gfn + n - at);
    yield backing;
    if (backing.spa < 0) {
      at += backing.run;
      continue;
    }
    const rmp = readRmp(backing.spa, backing.run);
    yield rmp;
    if (rmp.assigned && rmp.asid === asid) {
      if (rmp.lg === 21) yield ioMap(dom, baseOf(at), baseOf(backing.spa), 21, 1, backing.mmio);
      else yield ioMap(dom, at, backing.spa, 12, rmp.run, backing.mmio);
    }
    at += rmp.run;
  }
}

/** PSMASH and nothing else. A region that is 4K already stays as it is. */
export function* smashRmpOnly({ spa }: Region2M): Plan {
  for (;;) {
    const step = psmash(spa);
    yield step;
    if (step.code !== IN_USE) return;
  }
}

/** PSMASH, with the trusted 2M leaf over the region if there is one: both become 4K in one step. */
export function* smashWithLeaf({ guest, gfn, spa }: Region2M): Plan {
  yield lock(guest, gfn / REGION_PAGES);
  const dom = domainOf(guest, 1);
  const leaf = readLeaf(dom, gfn);
  yield leaf;
  if (leaf.lg === 21) yield* smashBoth(dom, gfn, spa);
  else yield* smashRmpOnly({ guest, gfn, spa });
  yield unlock(guest, gfn / REGION_PAGES);
}

function* smashBoth(dom: number, gfn: number, spa: number): Plan {
  for (;;) {
    const step = psmashIo(dom, gfn, spa);
    yield step;
    if (step.code !== IN_USE) return;
  }
}

/** Removes the range. A 2M leaf of which a part must stay is split together with its RMP entry first. Does not flush. */
export function* unmapPrivate({ guest, gfn, n }: HostRange, smash: (region: Region2M) => Plan): Plan {
  const dom = domainOf(guest, 1);
  const leaf = readLeaf(dom, gfn);
  yield leaf;
  if (leaf.lg === 21 && n < REGION_PAGES) yield* smash({ guest, gfn: leaf.first, spa: leaf.spa });
  yield ioUnmap(dom, gfn, n);
}

/** Removes the range, and comes back when no device can reach it any more. */
export function* removePrivate(view: HostView, range: HostRange, smash = smashWithLeaf): Plan {
  yield* unmapPrivate(range, smash);
  yield* flush(view, range, privateWindow(range.guest));
}
