import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import { isGuest } from '../../vocabulary/dma-api/platform';
import type { Call } from '../call';
import { asksShared, barAt, ramAt } from '../memory';
import type { Entry, World } from '../state';

/** MMIO that is mapped as RAM, and the other way round: dma-mmio.md 4.6. */
export function reportKind(world: World, call: Call, phys: bigint, attrs: number): void {
  const isMmio = (attrs & DmaAttr.MMIO) !== 0;
  if (isMmio && ramAt(world, phys) !== null) call.reports.add('mmioOnRam');
  if (!isMmio && barAt(world, phys) !== null) call.reports.add('ramOnMmio');
}

/** What the API cannot see of a mapping that it made: dma-mmio.md 4.6, 7.2 R4, R11. */
export function reportEntry(world: World, call: Call, { phys, attrs, path }: Entry): void {
  if (path === 'bus') return;
  reportKind(world, call, phys, attrs);
  const ram = ramAt(world, phys);
  if (ram === null || path !== 'direct' || !isGuest(world.config.platform.kind)) return;
  if ((attrs & DmaAttr.MMIO) !== 0) return;
  const shared = asksShared(world, attrs);
  if (shared && !ram.shared) call.reports.add('privateAsShared');
  if (!shared && ram.shared) call.reports.add('sharedAsPrivate');
}
