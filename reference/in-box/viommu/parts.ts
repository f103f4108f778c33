import type { AttributeParts } from './parts/attribute';
import type { BlockParts } from './parts/block';
import type { DomainParts } from './parts/domain';
import type { DriverParts } from './parts/driver';
import type { FlushParts } from './parts/flush';
import type { InitParts } from './parts/init';
import type { TeardownParts } from './parts/teardown';

/** All parts of the in-box viommu driver. An exhibit replaces one; a replaced part may call `standardViommuParts`. */
export interface ViommuParts
  extends InitParts, TeardownParts, BlockParts, AttributeParts, DomainParts, FlushParts, DriverParts {}
