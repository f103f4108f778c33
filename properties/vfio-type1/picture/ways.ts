import { errnoText } from '../../../model/vocabulary/errno';
import type { PictureWay, WayStation } from '../../../model/vocabulary/picture';
import { protText } from '../../../model/vocabulary/prot';
import type { Type1Event, Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import type { IopteSpan } from '../../../model/vocabulary/vfio-type1/view';
import { callWays, type Stop } from '../../plain/picture-ways';
import { address, pageAddress } from '../../plain/words';
import type { Type1PicturedStep } from './step';

function stopOf(event: Type1Event): Stop {
  switch (event.event) {
    case 'pin':
    case 'unpin':
      return { name: event.event, text: `${pageAddress(event.frame)}+${pageAddress(event.frames)}` };
    case 'map': {
      const failed = event.value === 0 ? '' : `, ${errnoText(event.value)}`;
      return {
        name: `map ${event.domain}`,
        text: `${address(event.iova)} → ${address(event.paddr)}+${address(event.bytes)} ${protText(event.prot)}${failed}`,
      };
    }
    case 'unmap':
      return {
        name: `unmap ${event.domain}`,
        text: `${address(event.iova)}+${address(event.bytes)}${event.flushes ? ', flushed' : ''}`,
      };
    case 'flush':
      return { name: `flush ${event.domain}`, text: 'IOTLB' };
    case 'notify':
      return { name: 'notify', text: `${address(event.iova)}+${address(event.bytes)}` };
  }
}

const stopsOf = ({ events, value, bytes }: Type1Outcome): Stop[] => [
  ...events.map(stopOf),
  {
    name: 'returns',
    text: `${value === null ? 'absent' : errnoText(value)}${bytes === null ? '' : `, ${address(bytes)} bytes`}`,
  },
];

/** Raw entries that are shown: what a subject with tables in memory has at the first page of a span. */
const MOST_ENTRIES = 6;

const stationOf =
  (name: string, expected: readonly IopteSpan[]) =>
  ({ iova, paddr, cBit, raw }: IopteSpan): WayStation => {
    const isRight = expected.some((span) => span.iova === iova && span.paddr === paddr && span.cBit === cBit);
    const entry = `0x${raw!.toString(16).padStart(16, '0')}`;
    const bit = cBit === null ? '' : `, C-bit ${cBit ? 1 : 0}`;
    return { name, text: `${address(iova)} → ${address(paddr)}${bit}: ${entry}`, state: isRight ? 'passed' : 'wrong' };
  };

/** The entries that the op leaves behind, what is wrong first. */
function entryWay({ expected, observed }: Type1PicturedStep): PictureWay[] {
  const stations = observed.domains.flatMap((domain) =>
    observed
      .iopteSpans(domain)
      .filter(({ raw }) => raw !== null)
      .map(stationOf(`domain ${domain}`, expected.iopteSpans(domain))),
  );
  const shown = [...stations].sort((a, b) => Number(b.state === 'wrong') - Number(a.state === 'wrong'));
  if (shown.length === 0) return [];
  return [{ title: 'First entries of the spans', stations: shown.slice(0, MOST_ENTRIES) }];
}

/** The calls to the layers below that the op should make, and that it made; and entries as they lie in memory. */
export const waysOf = (step: Type1PicturedStep): PictureWay[] => [
  ...callWays(stopsOf(step.expectedOutcome), stopsOf(step.observedOutcome)),
  ...entryWay(step),
];
