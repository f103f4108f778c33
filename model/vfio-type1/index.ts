/** The model of a VFIO type1 container: dma-mmio.md 5. */
import type { Machine } from '../vocabulary/plain';
import type { Type1Config } from '../vocabulary/vfio-type1/config';
import type { Type1Op } from '../vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../vocabulary/vfio-type1/outcome';
import type { Type1View } from '../vocabulary/vfio-type1/view';
import { Type1Model } from './machine';

/** A model of a container and a process as `config` says, no domain attached and nothing mapped. */
export const createType1Model = (config: Type1Config): Machine<Type1Op, Type1Outcome, Type1View> =>
  new Type1Model(config);
