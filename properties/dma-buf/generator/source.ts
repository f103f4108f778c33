import { DEFAULT_DMA_BUF_ASSUMPTIONS, type DmaBufAssumptions } from '../../../model/vocabulary/dma-buf/assumption';
import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { Machine } from '../../../model/vocabulary/plain';
import type { Draw } from '../../engine/draw';
import type { PlainSource } from '../../plain/machine';
import { HELP_PERCENT, MAX_OPS, MIN_OPS, SETUP_OPS, SETUP_PERCENT, TRIES } from './bounds';
import { drawConfig } from './configuration';
import { CaseContext } from './context';
import { open } from './moves/device';
import { help } from './moves/importer';
import { setUp } from './moves/setup';
import { THEMES } from './themes';

/** Draws cases of what is done to exporting devices and to their dma-bufs. */
export class DmaBufSource implements PlainSource<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView> {
  readonly themes = Object.keys(THEMES);
  private readonly assumptions: DmaBufAssumptions;
  private context!: CaseContext;
  private left = 0;
  private drawn = 0;

  constructor(assumptions: Readonly<Record<string, unknown>>) {
    this.assumptions = { ...DEFAULT_DMA_BUF_ASSUMPTIONS, ...(assumptions as Partial<DmaBufAssumptions>) };
  }

  /** Throws RangeError if there is no such theme. */
  begin(draw: Draw, theme: string): DmaBufConfig {
    const found = THEMES[theme];
    if (found === undefined) throw new RangeError(`no theme ${theme}; there are ${this.themes.join(', ')}`);
    const config = drawConfig(draw, found, this.assumptions);
    this.context = new CaseContext(draw, config, found);
    this.drawn = 0;
    this.prolong();
    return config;
  }

  prolong(): void {
    this.left = MIN_OPS + this.context.draw.int(MAX_OPS - MIN_OPS + 1);
  }

  next(model: Machine<DmaBufOp, DmaBufOutcome, DmaBufView>): DmaBufOp | null {
    if (this.left-- <= 0) return null;
    const { context } = this;
    const { draw, theme } = context;
    context.view = model.view;
    const helping = model.view.waiting.length > 0 && draw.chance(HELP_PERCENT) ? help(context) : null;
    if (helping !== null) return helping;
    const early = this.drawn++ < SETUP_OPS && draw.chance(SETUP_PERCENT) ? setUp(context) : null;
    if (early !== null) return early;
    for (let i = 0; i < TRIES; i++) {
      const op = draw.weighted(theme.moves)(context);
      if (op !== null) return op;
    }
    // Null, the end of the case, where every device is removed.
    return open(context);
  }
}
