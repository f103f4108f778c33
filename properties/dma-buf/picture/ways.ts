import type { DmaBufEvent, DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import { errnoText } from '../../../model/vocabulary/errno';
import type { PictureWay, WayStation } from '../../../model/vocabulary/picture';
import { callWays, type Stop } from '../../plain/picture-ways';
import { address } from '../../plain/words';
import { eventText } from '../words';
import type { DmaBufPicturedStep } from './step';

const stopOf = (event: DmaBufEvent): Stop => ({ name: event.event, text: eventText(event) });

const stopsOf = ({ events, end, value }: DmaBufOutcome): Stop[] => [
  ...events.map(stopOf),
  { name: 'ends', text: end === 'returned' ? errnoText(value ?? 0) : end },
];

/** What is held, a thing each: buffers, areas, IOVA space, memory, calls that wait. */
function* held(view: DmaBufView): Generator<readonly [key: string, name: string, text: string]> {
  for (const name of view.bufs) {
    const { device, state, mapRefs, attachments, fences, fdOpen } = view.buf(name)!;
    const parts = [
      `${name} of device ${device}: ${state}`,
      `${mapRefs - 1} mapped`,
      `${attachments.length} attached`,
      ...(fences > 0 ? [`${fences} fences`] : []),
      ...(fdOpen ? [] : ['fd closed']),
    ];
    yield [name, 'dma-buf', parts.join(', ')];
  }
  for (const name of view.areas) {
    const { base, bytes, revoked } = view.area(name)!;
    yield [name, 'area', `${name} ${address(base)}+${address(bytes)}${revoked ? ', revoked' : ''}`];
  }
  for (let i = 0; i < view.importers; i++) {
    const { reserved } = view.importer(i);
    const spans = reserved.map(({ base, bytes }) => `${address(base)}+${address(bytes)}`).join(' ');
    if (reserved.length > 0) yield [`IOVA ${i}`, 'IOVA space', `importer ${i}: ${spans} taken`];
  }
  if (view.allocations > 0) yield ['memory', 'memory', 'the mapping code holds some'];
  for (const call of view.waiting)
    yield [`${call.op} ${call.device}`, 'waits', `${call.op} of device ${call.device} for ${call.for}`];
}

/** What is held afterwards, and what should be where that is something else. */
function stateWay({ expected, observed }: DmaBufPicturedStep): PictureWay[] {
  const [wanted, found] = [expected, observed].map(
    (view) => new Map([...held(view)].map(([key, name, text]) => [key, { name, text }] as const)),
  ) as [Map<string, Stop>, Map<string, Stop>];
  const stations = [...new Set([...wanted.keys(), ...found.keys()])].map((key): WayStation => {
    const [want, find] = [wanted.get(key), found.get(key)];
    const { name } = (find ?? want)!;
    const text = find?.text ?? 'none';
    if (want?.text === find?.text) return { name, text, state: 'passed' };
    return { name, text: `${text}; expected: ${want?.text ?? 'none'}`, state: 'wrong' };
  });
  return stations.length === 0 ? [] : [{ title: 'What is held afterwards', stations }];
}

/** What the call did beside what it should do, and the state that it leaves. */
export const waysOf = (step: DmaBufPicturedStep): PictureWay[] => [
  ...callWays(stopsOf(step.expectedOutcome), stopsOf(step.observedOutcome)),
  ...stateWay(step),
];
