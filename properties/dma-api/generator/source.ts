import { DEFAULT_DMA_API_ASSUMPTIONS, type DmaApiAssumptions } from '../../../model/vocabulary/dma-api/assumption';
import type { DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';
import type { Machine } from '../../../model/vocabulary/plain';
import type { Draw } from '../../engine/draw';
import type { PlainSource } from '../../plain/machine';
import { MAX_OPS, MIN_OPS, TRIES } from './bounds';
import { drawConfig } from './configuration';
import { CaseContext } from './context';
import { mapPhys } from './moves/mapping';
import { THEMES } from './themes';

/** Draws cases of what drivers do with the DMA API, on hosts and guests of every kind. */
export class DmaApiSource implements PlainSource<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView> {
  readonly themes = Object.keys(THEMES);
  private readonly assumptions: DmaApiAssumptions;
  private context!: CaseContext;
  private left = 0;

  constructor(assumptions: Readonly<Record<string, unknown>>) {
    this.assumptions = { ...DEFAULT_DMA_API_ASSUMPTIONS, ...(assumptions as Partial<DmaApiAssumptions>) };
  }

  /** Throws RangeError if there is no such theme. */
  begin(draw: Draw, theme: string): DmaApiConfig {
    const found = THEMES[theme];
    if (found === undefined) throw new RangeError(`no theme ${theme}; there are ${this.themes.join(', ')}`);
    const config = drawConfig(draw, found, this.assumptions);
    this.context = new CaseContext(draw, config, found);
    this.prolong();
    return config;
  }

  prolong(): void {
    this.left = MIN_OPS + this.context.draw.int(MAX_OPS - MIN_OPS + 1);
  }

  next(model: Machine<DmaApiOp, DmaApiOutcome, DmaApiView>): DmaApiOp | null {
    if (this.left-- <= 0) return null;
    const { context } = this;
    context.view = model.view;
    for (let i = 0; i < TRIES; i++) {
      const op = context.draw.weighted(context.theme.moves)(context);
      if (op !== null) return op;
    }
    return mapPhys(context);
  }
}
