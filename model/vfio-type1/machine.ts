import type { Machine } from '../vocabulary/plain';
import type { Type1Config } from '../vocabulary/vfio-type1/config';
import type { Type1Op } from '../vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../vocabulary/vfio-type1/outcome';
import type { Type1View } from '../vocabulary/vfio-type1/view';
import { mmap, munmap, setBarMemory } from './areas';
import { attach, detach } from './attach';
import { mapDma } from './map';
import { pinPage, unpinPage } from './mediated';
import { OpRun } from './op-run';
import { pageOf } from './pages';
import type { Container } from './state';
import { unmapDma } from './unmap';
import { ContainerView } from './view';

/** A VFIO type1 container and the process that uses it: dma-mmio.md 5. */
export class Type1Model implements Machine<Type1Op, Type1Outcome, Type1View> {
  readonly view: Type1View;
  private readonly container: Container;

  constructor(config: Type1Config) {
    this.container = { config, domains: [], mappings: [], areas: config.areas };
    this.view = new ContainerView(this.container);
  }

  step(op: Type1Op): Type1Outcome {
    const run = new OpRun('fail' in op ? op.fail : null);
    if (op.op === 'unmap') {
      const unmapped = unmapDma(this.container, run, op);
      const succeeded = typeof unmapped === 'bigint';
      return { value: succeeded ? 0 : unmapped, bytes: succeeded ? unmapped : null, events: run.events };
    }
    return { value: this.run(op, run), bytes: null, events: run.events };
  }

  private run(op: Exclude<Type1Op, { op: 'unmap' }>, run: OpRun): number | null {
    const { container } = this;
    switch (op.op) {
      case 'map':
        return mapDma(container, run, op);
      case 'attach':
        return attach(container, run, op.domain);
      case 'detach':
        return detach(container, run, op.domain);
      case 'mmap':
        return mmap(container, op.area);
      case 'munmap':
        return munmap(container, op.start);
      case 'barMemory':
        return setBarMemory(container, op.start, op.enabled);
      case 'pinPage':
        return container.config.mediated ? pinPage(container, run, pageOf(op.iova), op.write) : null;
      case 'unpinPage':
        return unpinPage(container, run, pageOf(op.iova)) ? 0 : null;
    }
  }
}
