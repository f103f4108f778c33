import type { AccessParts, CheckParts, DeviceCheckParts, StructureParts } from './parts/access';
import type { FirmwareParts } from './parts/firmware';
import type { BusyParts, GuestInstructionParts, PsmashParts, UpdateParts } from './parts/instructions';
import type { CoverageParts, FieldParts, RegionParts } from './parts/layout';

export type { Code, GuestOperands } from './parts/instructions';
export type { Status } from './parts/firmware';

/** All parts of the in-box RMP. An exhibit replaces one; a replaced part may call `standardRmpParts`. */
export interface RmpParts
  extends
    CoverageParts,
    FieldParts,
    RegionParts,
    BusyParts,
    UpdateParts,
    PsmashParts,
    GuestInstructionParts,
    FirmwareParts,
    CheckParts,
    AccessParts,
    StructureParts,
    DeviceCheckParts {}
