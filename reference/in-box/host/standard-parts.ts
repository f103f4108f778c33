import { standardImportParts } from './import/standard-parts';
import { maxMappingLg } from './kernel/fault';
import { undoLaunch } from './kernel/launch';
import { mayPrepare2M } from './kernel/prepare';
import { giveBack, smashForPart } from './kernel/release';
import { repairRmpFault, zapAfterSmash } from './kernel/rmp-fault';
import { reclaimBar } from './kernel/tdi';
import { splitDirectMap, updateRmp } from './kernel/update';
import type { HostParts } from './parts';

/** Kernel, guest and hardware as the document has them. Exhibits replace one of these. */
export const standardHostParts: HostParts = {
  ...standardImportParts,
  splitDirectMap,
  updateRmp,
  mayPrepare2M,
  maxMappingLg,
  repairRmpFault,
  survivesLostRace: true,
  zapAfterSmash,
  smashForPart,
  giveBack,
  undoLaunch,
  reclaimBar,
  setsCBit: (mmio) => !mmio,
  needsValidation: ({ validated }, gfn) => validated[gfn] === 0,
  rescindsFirst: true,
  hardware: {},
};
