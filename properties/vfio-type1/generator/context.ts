import type { Area } from '../../../model/vocabulary/vfio-type1/area';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { Type1Fault, Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import type { MappingView, Type1View } from '../../../model/vocabulary/vfio-type1/view';
import { Errno } from '../../../model/vocabulary/errno';
import type { Draw } from '../../engine/draw';
import { FAULT_PERCENT } from './bounds';
import type { Theme } from './themes';

/** Draws one op, or null where there is nothing that it could be done to. */
export type Move = (c: CaseContext) => Type1Op | null;

const MAP_ERRNOS = [Errno.ENOMEM, Errno.EADDRINUSE, Errno.EIO];
const PIN_ERRNOS = [Errno.EFAULT, Errno.ENOMEM, Errno.EAGAIN, 0];

/** A case under way: the model's state in sight. */
export class CaseContext {
  view!: Type1View;

  constructor(
    readonly draw: Draw,
    readonly config: Type1Config,
    readonly theme: Theme,
    readonly fromZero: boolean,
  ) {}

  mapping(keep: (mapping: MappingView) => boolean = () => true): MappingView | null {
    return this.oneOf(this.view.mappings.filter(keep));
  }

  area(keep: (area: Area) => boolean = () => true): Area | null {
    return this.oneOf(this.view.areas.filter(keep));
  }

  /** A domain of the configuration that is attached, or is not. */
  domain(attached: boolean): number | null {
    const { domains } = this.view;
    return this.oneOf(this.config.domains.map((_, i) => i).filter((i) => domains.includes(i) === attached));
  }

  /** One of these steps fails now and then, mostly an early one: ops have few steps. */
  fault(...steps: readonly Type1Fault['at'][]): Type1Fault | null {
    const { draw, theme } = this;
    if (!draw.chance(theme.faults ?? FAULT_PERCENT)) return null;
    const at = draw.pick(steps);
    const nth = draw.int(draw.chance(80) ? 4 : 16);
    switch (at) {
      case 'mapping':
      case 'batch':
        return { at };
      case 'account':
      case 'piece':
        return { at, nth };
      case 'pin':
        return { at, nth, errno: draw.pick(PIN_ERRNOS) };
      case 'map':
        // Mostly in a domain behind the first: those before must take the span back.
        return { at, nth: draw.chance(70) ? 1 + draw.int(2) : nth, errno: draw.pick(MAP_ERRNOS) };
    }
  }

  private oneOf<T>(items: readonly T[]): T | null {
    return items.length === 0 ? null : this.draw.pick(items);
  }
}
