import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';

/** What revoke is about, in a few words: state and mappings of each buffer, revoked areas, calls that wait. */
export function stateText(view: DmaBufView): string {
  const bufs = view.bufs.map((name) => {
    const { state, mapRefs } = view.buf(name)!;
    return mapRefs > 1 ? `${name} ${state}, ${mapRefs - 1} mapped` : `${name} ${state}`;
  });
  const areas = view.areas.map((name) => `area ${name}${view.area(name)!.revoked ? ' revoked' : ''}`);
  const waiting = view.waiting.map((call) => `${call.op} of device ${call.device} waits for ${call.for}`);
  return [...bufs, ...areas, ...waiting].join('; ') || 'nothing is exported';
}
