import { DEFAULT_VIOMMU_ASSUMPTIONS, type ViommuAssumptions } from '../../../model/vocabulary/viommu/assumption';
import type { ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../../model/vocabulary/viommu/op';
import type { ViommuOutcome } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import type { Machine } from '../../../model/vocabulary/plain';
import type { Draw } from '../../engine/draw';
import type { PlainSource } from '../../plain/machine';
import { MAX_OPS, MIN_OPS } from './bounds';
import { drawConfig } from './configuration';
import { CaseContext } from './context';
import { THEMES } from './themes';

/** Draws cases of setups and teardowns of private regions, and of what IOMMUs do with them. */
export class ViommuSource implements PlainSource<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView> {
  readonly themes = Object.keys(THEMES);
  private readonly assumptions: ViommuAssumptions;
  private context!: CaseContext;
  private left = 0;

  constructor(assumptions: Readonly<Record<string, unknown>>) {
    this.assumptions = { ...DEFAULT_VIOMMU_ASSUMPTIONS, ...(assumptions as Partial<ViommuAssumptions>) };
  }

  /** Throws RangeError if there is no such theme. */
  begin(draw: Draw, theme: string): ViommuConfig {
    const found = THEMES[theme];
    if (found === undefined) throw new RangeError(`no theme ${theme}; there are ${this.themes.join(', ')}`);
    const config = drawConfig(draw, this.assumptions);
    this.context = new CaseContext(draw, config, found);
    this.prolong();
    return config;
  }

  prolong(): void {
    this.left = MIN_OPS + this.context.draw.int(MAX_OPS - MIN_OPS + 1);
  }

  next(model: Machine<ViommuOp, ViommuOutcome, ViommuView>): ViommuOp | null {
    if (this.left-- <= 0) return null;
    const { context } = this;
    context.view = model.view;
    return context.draw.weighted(context.theme.moves)(context);
  }
}
