import { DEFAULT_TYPE1_ASSUMPTIONS, type Type1Assumptions } from '../../../model/vocabulary/vfio-type1/assumption';
import type { Type1Config } from '../../../model/vocabulary/vfio-type1/config';
import type { Type1Op } from '../../../model/vocabulary/vfio-type1/op';
import type { Type1Outcome } from '../../../model/vocabulary/vfio-type1/outcome';
import type { Type1View } from '../../../model/vocabulary/vfio-type1/view';
import type { Machine } from '../../../model/vocabulary/plain';
import type { Draw } from '../../engine/draw';
import type { PlainSource } from '../../plain/machine';
import {
  ATTACH_PERCENT,
  HELP_PERCENT,
  MAX_LARGE_OPS,
  MAX_OPS,
  MIN_OPS,
  SETUP_OPS,
  SETUP_PERCENT,
  TRIES,
} from './bounds';
import { drawConfig } from './configuration';
import { CaseContext } from './context';
import { attach, map, updateVaddr } from './moves/container';
import { THEMES } from './themes';

/** Draws cases of what is done to a container, and to the process that uses it. */
export class Type1Source implements PlainSource<Type1Config, Type1Op, Type1Outcome, Type1View> {
  readonly themes = Object.keys(THEMES);
  private readonly assumptions: Type1Assumptions;
  private context!: CaseContext;
  private left = 0;
  private drawn = 0;

  constructor(assumptions: Readonly<Record<string, unknown>>) {
    this.assumptions = { ...DEFAULT_TYPE1_ASSUMPTIONS, ...(assumptions as Partial<Type1Assumptions>) };
  }

  /** Throws RangeError if there is no such theme. */
  begin(draw: Draw, theme: string): Type1Config {
    const found = THEMES[theme];
    if (found === undefined) throw new RangeError(`no theme ${theme}; there are ${this.themes.join(', ')}`);
    const config = drawConfig(draw, found, this.assumptions);
    this.context = new CaseContext(draw, config, found, config.memory[0]!.frame === 0);
    this.drawn = 0;
    this.prolong();
    return config;
  }

  prolong(): void {
    const { draw, theme } = this.context;
    this.left = MIN_OPS + draw.int((theme.large ? MAX_LARGE_OPS : MAX_OPS) - MIN_OPS + 1);
  }

  next(model: Machine<Type1Op, Type1Outcome, Type1View>): Type1Op | null {
    if (this.left-- <= 0) return null;
    const { context } = this;
    const { draw, theme } = context;
    context.view = model.view;
    if (this.drawn++ < SETUP_OPS && draw.chance(SETUP_PERCENT)) {
      const attachPercent = model.view.domains.length === 0 ? theme.attachFirst : ATTACH_PERCENT;
      const early = (draw.chance(attachPercent) ? attach : map)(context);
      if (early !== null) return early;
    }
    const isStuck = model.view.mappings.some(({ vaddrInvalid }) => vaddrInvalid);
    const helping = isStuck && draw.chance(HELP_PERCENT) ? updateVaddr(context) : null;
    if (helping !== null) return helping;
    for (let i = 0; i < TRIES; i++) {
      const op = draw.weighted(theme.moves)(context);
      if (op !== null) return op;
    }
    return map(context);
  }
}
