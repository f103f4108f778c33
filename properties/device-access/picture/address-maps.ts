import type { DeviceAccessConfig, IoTable } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import type { AddressMap, PictureLeaf } from '../../../model/vocabulary/picture';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { pagesOf } from '../../../model/vocabulary/units';
import { shownLeaves, sightings, type Focus } from '../../engine/picture-leaves';
import { isShared } from '../check';
import type { DeviceAccessStep } from './step';
import { leavesOf, type TableLeaf } from './leaves';

const keyOf = ({ first, target, lg, raw }: TableLeaf): string => `${first}/${target}/${lg}/${raw}`;

/** The bands of every table that maps anything; `focus` says for each what the op is about. */
export function addressMapsOf(
  { config, before, expected, observed }: DeviceAccessStep,
  focus: (table: number) => Focus | null,
): AddressMap[] {
  return config.tables.flatMap((table, i) => {
    const [was, wanted, got] = [before, expected, observed].map((view) => leavesIn(table, view, config)) as [
      TableLeaf[],
      TableLeaf[],
      TableLeaf[],
    ];
    if (was.length + wanted.length + got.length === 0) return [];
    const isHost = table.format === 'amdv1';
    const leaves = sightings(was, wanted, got, keyOf).map(({ item: { first, target, lg }, ...moments }) => ({
      first,
      target,
      lg,
      count: 1,
      ...(isHost ? memoryOf(target, lg, observed, config) : GUEST_MEMORY),
      wrong: moments.expected !== moments.observed,
      ...moments,
    }));
    const touched = focus(i);
    return [
      {
        title: `Where table ${i} leads (${isHost ? 'host' : 'guest'}, ${table.format})`,
        from: isHost ? 'IOVA or guest' : 'IOVA',
        to: isHost ? 'system' : 'guest',
        ...shownLeaves(leaves, touched),
        touched,
      },
    ];
  });
}

const leavesIn = (table: IoTable, view: DeviceAccessView, config: DeviceAccessConfig): TableLeaf[] =>
  leavesOf(table, (spa, index) => view.word(spa, index), config.rmp.cBit);

type Memory = Pick<PictureLeaf, 'kind' | 'mark'>;

/** What guest addresses lead to is the other table's business. */
const GUEST_MEMORY: Memory = { kind: 'ram', mark: '' };

/** What the RMP says of the memory that a leaf leads to: of its first 2M, for what is larger is not one thing. */
function memoryOf(target: number, lg: number, { rmp }: DeviceAccessView, config: DeviceAccessConfig): Memory {
  const end = target + pagesOf(lg);
  if (config.rmp.mmio.some(({ spa, pages }) => spa < end && spa + pages > target)) return { kind: 'mmio', mark: '' };
  const pages = Math.min(pagesOf(lg), REGION_PAGES);
  let shared = 0;
  for (let page = target; page < target + pages; page++) if (isShared(rmp, page)) shared++;
  return { kind: shared * 2 >= pages ? 'shared' : 'private', mark: shared === 0 || shared === pages ? '' : 'mixed' };
}
