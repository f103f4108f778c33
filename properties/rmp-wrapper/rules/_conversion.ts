import type { MakePrivateOp, MakeSharedOp } from '../../../model/vocabulary/rmp-wrapper/op';
import type { WrapperEvent, WrapperOutcome } from '../../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperStep } from '../rule';

/** Calls that change the owner of a page. */
export const CONVERSIONS = ['makePrivate', 'makeShared'];

type Conversion = MakePrivateOp | MakeSharedOp;
export type Update = Extract<WrapperEvent, { event: 'rmpupdate' }>;

/** The conversion of a step whose rule is on CONVERSIONS. */
export const conversionOf = ({ op }: WrapperStep): Conversion => op as Conversion;

/** RMPUPDATEs in the order in which they were issued. */
export const updatesOf = ({ events }: WrapperOutcome): readonly Update[] =>
  events.filter((event): event is Update => event.event === 'rmpupdate');

/** Page_Size of the new state: bit 0 of byte 9 (rmp.md 1.3). */
export const isLarge = ({ state }: Update): boolean => (state[9]! & 1) === 1;
