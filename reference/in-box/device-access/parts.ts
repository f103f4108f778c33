import type { EventParts, IotlbParts, RequestParts, RmpCheckParts, StructureParts } from './parts/check';
import type { DteParts, RouteParts } from './parts/dte';
import type { MapperParts } from './parts/mapper';
import type { EntryParts, WalkParts } from './parts/walk';

/** All parts of the in-box device access. An exhibit replaces one; a replaced part may call `standardDeviceAccessParts`. */
export interface DeviceAccessParts
  extends
    DteParts,
    RouteParts,
    EntryParts,
    WalkParts,
    RequestParts,
    RmpCheckParts,
    IotlbParts,
    EventParts,
    StructureParts,
    MapperParts {}
