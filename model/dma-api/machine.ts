import type { DmaApiConfig } from '../vocabulary/dma-api/config';
import type { DmaApiOp } from '../vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../vocabulary/dma-api/outcome';
import type { DmaApiView } from '../vocabulary/dma-api/view';
import type { Machine } from '../vocabulary/plain';
import { Call } from './call';
import type { Ended } from './ended';
import { stepIova } from './iova/ops';
import { stepLock } from './lock';
import { stepMapP2p, stepMapPhys, stepUnmapP2p, stepUnmapPhys } from './mapping/ops';
import { stepMapSg, stepUnmapSg } from './mapping/sg';
import { stepSync } from './mapping/sync';
import { initialWorld, type World } from './state';
import { stepTopology } from './topology/ops';
import { WorldView } from './view';

/** The DMA API and P2PDMA: dma-mmio.md 3, 4, 7. */
export class DmaApiModel implements Machine<DmaApiOp, DmaApiOutcome, DmaApiView> {
  readonly view: DmaApiView;
  private readonly world: World;

  constructor(config: DmaApiConfig) {
    this.world = initialWorld(config);
    this.view = new WorldView(this.world);
  }

  step(op: DmaApiOp): DmaApiOutcome {
    const call = new Call('fail' in op && typeof op.fail === 'object' ? op.fail : null);
    const ended = run(this.world, call, op);
    return { ...ended, reports: [...call.reports].sort(), events: call.events };
  }
}

function run(world: World, call: Call, op: DmaApiOp): Ended {
  switch (op.op) {
    case 'setAcs':
    case 'makeProviders':
    case 'distanceMany':
    case 'mapType':
      return stepTopology(world, op);
    case 'lock':
    case 'unlock':
      return stepLock(world, op);
    case 'mapPhys':
      return stepMapPhys(world, call, op);
    case 'unmapPhys':
      return stepUnmapPhys(world, call, op);
    case 'mapP2p':
      return stepMapP2p(world, call, op);
    case 'unmapP2p':
      return stepUnmapP2p(world, call, op);
    case 'mapSg':
      return stepMapSg(world, call, op);
    case 'unmapSg':
      return stepUnmapSg(world, call, op);
    case 'syncFor':
      return stepSync(world, call, op);
    default:
      return stepIova(world, call, op);
  }
}
