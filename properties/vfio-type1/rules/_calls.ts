import { edgeAfter, memoryKind } from '../../../model/vfio-type1/memory';
import { pageOf } from '../../../model/vfio-type1/pages';
import type { Frame } from '../../../model/vocabulary/vfio-type1/area';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { DomainIndex } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Event, Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import { eventText } from '../words';

/** A call of iommu_map. */
export type MapCall = Extract<Type1Event, { event: 'map' }>;

export const isMapCall = (event: Type1Event): event is MapCall => event.event === 'map';

/** Calls of iommu_map that were made, in order. */
export const mapCalls = ({ events }: Type1Outcome): readonly MapCall[] => events.filter(isMapCall);

export const callsIn = (outcome: Type1Outcome, domain: DomainIndex): readonly MapCall[] =>
  mapCalls(outcome).filter((call) => call.domain === domain);

/** A frame from `first` on whose being RAM differs from what `is` says; null: all are as it says. */
export function otherFrame({ memory }: Type1Config, first: Frame, frames: number, is: boolean): Frame | null {
  for (let frame = first; frame < first + frames;) {
    if ((memoryKind(memory, frame) === 'ram') !== is) return frame;
    frame = edgeAfter(memory, frame);
  }
  return null;
}

/** True if any frame of a call is RAM. */
export const hasRam = (config: Type1Config, { paddr, bytes }: { paddr: bigint; bytes: bigint }): boolean =>
  otherFrame(config, pageOf(paddr), pageOf(bytes), false) !== null;

/** True if any frame of a call is not. */
export const hasReserved = (config: Type1Config, { paddr, bytes }: { paddr: bigint; bytes: bigint }): boolean =>
  otherFrame(config, pageOf(paddr), pageOf(bytes), true) !== null;

export const callTexts = (calls: readonly Type1Event[]): string => calls.map(eventText).join('; ') || 'no call';
