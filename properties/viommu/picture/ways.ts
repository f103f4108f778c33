import { errnoText } from '../../../model/vocabulary/errno';
import type { PictureWay, WayStation } from '../../../model/vocabulary/picture';
import type { ViommuEvent, ViommuOutcome } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import { callWays, type Stop } from '../../plain/picture-ways';
import { address } from '../../plain/words';
import { describeOutcome, eventText } from '../words';
import type { ViommuPicturedStep } from './step';

/** What a station has room for. */
const SHORT: Partial<Record<ViommuEvent['event'], string>> = {
  allocBlock: 'alloc',
  setUncached: 'uncached',
  invalidate: 'flush',
  freeBlock: 'free',
};

/** A step of a call: its letter of dma-mmio.md 8.6 stands before what it did. */
function stopOf(event: ViommuEvent): Stop {
  const text = eventText(event);
  if (event.event === 'wait')
    return { name: `F${event.region} wait`, text: event.value === 0 ? 'done' : text.slice(8) };
  const [letter, ...rest] = text.split(' ');
  return 'region' in event
    ? { name: `${letter} ${SHORT[event.event] ?? event.event}`, text: rest.join(' ') }
    : { name: event.event, text };
}

const stopsOf = ({ events, end, value, anyError }: ViommuOutcome): Stop[] => [
  ...events.map(stopOf),
  { name: 'ends', text: end === 'returned' ? (anyError ? 'any error' : errnoText(value ?? 0)) : end },
];

/** What is expected; where any error will do and one was observed, that one. */
function wantedStops({ expectedOutcome, observedOutcome }: ViommuPicturedStep): Stop[] {
  const { value } = observedOutcome;
  const isRight = expectedOutcome.anyError && value !== null && value < 0;
  return stopsOf(isRight ? { ...expectedOutcome, anyError: false, value } : expectedOutcome);
}

/** The way of an access of the IOMMU itself, by the state before it. */
function accessWay({ op, before, expectedOutcome, observedOutcome }: ViommuPicturedStep): PictureWay {
  const { dte, cached } = before.iommu(op.iommu);
  const iova = op.op === 'access' ? op.iova : 0;
  const line = cached.find((each) => each.domain === dte && each.iova === iova - (iova % 4096));
  const leaf = dte === null ? null : before.iopte(dte, iova);
  const leadsTo = (spa: number | null): string => (spa === null ? 'nowhere' : `to ${address(spa)}`);
  const isWrong = expectedOutcome.reached !== observedOutcome.reached;
  const ended = observedOutcome.reached === null ? 'refused' : 'passed';
  const stations: WayStation[] = [
    {
      name: 'device entry',
      text: dte === null ? 'of no domain' : `of domain ${dte}`,
      state: dte === null ? 'refused' : 'passed',
    },
    { name: 'IOTLB', text: line === undefined ? 'has nothing' : `leads ${leadsTo(line.spa)}`, state: 'passed' },
    { name: 'IOPTE', text: `leads ${leadsTo(leaf?.spa ?? null)}`, state: 'passed' },
    ...(isWrong ? [{ name: 'expected', text: describeOutcome(op, expectedOutcome), state: 'passed' } as const] : []),
    { name: 'observed', text: describeOutcome(op, observedOutcome), state: isWrong ? 'wrong' : ended },
  ];
  return { title: 'The way of the access', stations };
}

const blockText = (view: ViommuView, block: number): string => {
  const { allocated, uncachedPages } = view.block(block);
  const owners = Array.from({ length: view.iommus }, (_, iommu) => iommu).flatMap((iommu) =>
    view.iommu(iommu).slots.flatMap((slot, region) => {
      if (slot?.block !== block) return [];
      return [`${slot.leaked ? 'leaked' : 'held'} in slot ${region} of IOMMU ${iommu}`];
    }),
  );
  const uncached = uncachedPages === 0 ? 'write-back' : `${uncachedPages} pages uncached`;
  return [allocated ? 'allocated' : 'free', uncached, ...owners].join(', ');
};

/** Blocks that are not free and write-back, or not as expected. */
function blockWay({ expected, observed }: ViommuPicturedStep): PictureWay[] {
  const stations = observed.blocks.flatMap((block): WayStation[] => {
    const [want, find] = [blockText(expected, block), blockText(observed, block)];
    const text = `${address(block)}: ${find}`;
    if (want === find) return find === 'free, write-back' ? [] : [{ name: 'block', text, state: 'passed' }];
    return [{ name: 'block', text: `${text}; expected: ${want}`, state: 'wrong' }];
  });
  return stations.length === 0 ? [] : [{ title: 'The blocks afterwards', stations }];
}

/** What is told station by station: the steps of a call or the way of an access, and the blocks that it leaves. */
export function waysOf(step: ViommuPicturedStep): PictureWay[] {
  switch (step.op.op) {
    case 'access':
      return [accessWay(step), ...blockWay(step)];
    case 'setDte':
    case 'clearDte':
      return [];
    default:
      return [...callWays(wantedStops(step), stopsOf(step.observedOutcome)), ...blockWay(step)];
  }
}
