import type { Machine } from '../../model/vocabulary/plain';
import { assumeRmp, type RmpAssumptions } from '../../model/vocabulary/rmp/assumption';
import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { WrapperOp } from '../../model/vocabulary/rmp-wrapper/op';
import type { WrapperOutcome } from '../../model/vocabulary/rmp-wrapper/outcome';
import type { WrapperView } from '../../model/vocabulary/rmp-wrapper/view';
import type { Draw } from '../engine/draw';
import type { PlainSource } from '../plain/machine';
import { drawConfig } from '../rmp/generator/configuration';
import { CaseContext } from '../rmp/generator/context';
import { THEMES as RMP_THEMES } from '../rmp/generator/themes';
import { drawWrapperConfig } from './configuration';
import { isOverlap } from './overlap';
import { MOVES, THEMES, type WrapperCase } from './moves';

/** Ops of a case: each costs a round trip to another process, and kernel code has little state of its own. */
const MIN_OPS = 10;
const MAX_OPS = 30;
/** Of the updates into an overlap so many are kept, each as the last of its case: a kernel may not return from it. */
const OVERLAP_PERCENT = 12;
const TRIES = 6;

/** Draws cases of calls on the RMP, over the regions that the RMP machine's generator makes. */
export class WrapperSource implements PlainSource<WrapperConfig, WrapperOp, WrapperOutcome, WrapperView> {
  readonly themes = Object.keys(THEMES);
  private readonly assumptions: RmpAssumptions;
  private case!: WrapperCase;
  private left = 0;
  private isOver = false;

  constructor(assumptions: Readonly<Record<string, unknown>>) {
    this.assumptions = assumeRmp(assumptions as Partial<RmpAssumptions>);
  }

  /** Throws RangeError if there is no such theme. */
  begin(draw: Draw, theme: string): WrapperConfig {
    const found = THEMES[theme];
    if (found === undefined) throw new RangeError(`no theme ${theme}; there are ${this.themes.join(', ')}`);
    const { config: rmp, places } = drawConfig(draw, RMP_THEMES['conversion']!, this.assumptions);
    const config = drawWrapperConfig(draw, rmp, places.regions);
    const context = new CaseContext(draw, config.rmp, places);
    this.case = { draw, context, config, moves: found, compounds: new Map(), leaked: new Set() };
    this.isOver = false;
    this.prolong();
    return config;
  }

  prolong(): void {
    this.left = MIN_OPS + this.case.draw.int(MAX_OPS - MIN_OPS + 1);
  }

  next(model: Machine<WrapperOp, WrapperOutcome, WrapperView>): WrapperOp | null {
    if (this.isOver || this.left-- <= 0) return null;
    const { draw, context, moves } = this.case;
    context.view = model.view.rmp;
    for (let i = 0; ; i++) {
      const op = MOVES[draw.weighted(moves)](this.case);
      if (!isOverlap(model.view.rmp, op)) return op;
      if (i < TRIES && !draw.chance(OVERLAP_PERCENT)) continue;
      this.isOver = true;
      return op;
    }
  }
}
