import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../../model/vocabulary/rmp-wrapper/op';
import type { WrapperOutcome } from '../../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../../model/vocabulary/rmp-wrapper/view';
import { InBoxWrapper } from './in-box';
import type { WrapperParts } from './parts';
import { standardWrapperParts } from './standard-parts';

const VERSION = '1';

export type WrapperSubject = MachineSubject<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView>;

/** The in-box kernel as a subject on the stand, with some parts replaced. */
export const inBoxWrapperSubject = (name: string, parts: Partial<WrapperParts> = {}): WrapperSubject => ({
  name,
  version: VERSION,
  start: (config) => new InBoxWrapper(config, { ...standardWrapperParts, ...parts }),
});
