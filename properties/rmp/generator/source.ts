import { assumeRmp, type RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { Machine } from '../../../model/vocabulary/plain';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import type { Draw } from '../../engine/draw';
import type { PlainSource } from '../../plain/machine';
import { CBIT_PERCENT, FOLLOW_PERCENT, MAX_OPS, MIN_OPS } from './bounds';
import { drawConfig } from './configuration';
import { CaseContext } from './context';
import { spoil } from './spoil';
import { THEMES, type Theme } from './themes';

/** Draws cases of the RMP machine, one after the other. Nothing of one case reaches the next. */
export class RmpSource implements PlainSource<RmpConfig, RmpOp, RmpOutcome, RmpView> {
  readonly themes = Object.keys(THEMES);
  private readonly assumptions: RmpAssumptions;
  private theme!: Theme;
  private context!: CaseContext;
  private left = 0;

  /** `assumptions`: choices that differ from the defaults. */
  constructor(assumptions: Readonly<Record<string, unknown>>) {
    this.assumptions = assumeRmp(assumptions as Partial<RmpAssumptions>);
  }

  /** Throws RangeError if there is no such theme. */
  begin(draw: Draw, theme: string): RmpConfig {
    const found = THEMES[theme];
    if (found === undefined) throw new RangeError(`no theme ${theme}; there are ${this.themes.join(', ')}`);
    this.theme = found;
    const { config, places } = drawConfig(draw, found, this.assumptions);
    this.context = new CaseContext(draw, config, places);
    this.prolong();
    return config;
  }

  prolong(): void {
    this.left = MIN_OPS + this.context.draw.int(MAX_OPS - MIN_OPS + 1);
  }

  next(model: Machine<RmpOp, RmpOutcome, RmpView>): RmpOp | null {
    if (this.left-- === 0) return null;
    const c = this.context;
    c.view = model.view;
    const { draw } = c;
    const isFollowUp = c.followUps.length > 0 && draw.chance(FOLLOW_PERCENT);
    const op = isFollowUp ? c.followUps.shift()!() : draw.weighted(this.theme.moves)(c);
    return draw.chance(this.theme.spoiled) ? spoil(c, op) : encrypted(c, op);
  }
}

/** The same op, its address now and then with the C-bit (RMP-003). */
function encrypted(c: CaseContext, op: RmpOp): RmpOp {
  const { cBit } = c.config;
  const takesCBit = op.op === 'rmpupdate' || op.op === 'psmash' || op.op === 'rmpread';
  return takesCBit && cBit !== null && c.draw.chance(CBIT_PERCENT) ? { ...op, spa: op.spa + 2 ** cBit } : op;
}
