import type { Op, Outcome, PageTableConfig } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { isMap, isUnmap, OpKind, OP_NAMES } from '../../../model/vocabulary/op';
import { MAPPED_SEED, Status } from '../../../model/vocabulary/outcome';
import { pagesOf } from '../../../model/vocabulary/units';
import type { Draw } from '../../engine/draw';
import { drawAnchors } from './anchors';
import { MAX_OPS } from './bounds';
import { drawConfig } from './configuration';
import type { MachineState } from './context';
import { CaseContext } from './context';
import { overwritesLargeLeaf } from './hazard';
import type { GeneratorOptions } from './options';
import type { Theme } from './theme';
import { isAvailable, playableThemes } from './playable';

/**
 * Draws cases, one after the other: `begin`, then `next` and `after` in turn until `next` says null. The model runs in
 * lock step: `next` looks at its state. Nothing of one case reaches the next.
 */
export class CaseGenerator {
  theme!: Theme;
  private readonly themes;
  private readonly context = new CaseContext();
  private draw!: Draw;
  private length = 0;
  private issued = 0;

  /** Throws RangeError if `options.themes` names one that does not exist, or leaves none that the subject can play. */
  constructor(private readonly options: GeneratorOptions) {
    this.themes = playableThemes(options);
    for (const name of OP_NAMES) this.context.has[OpKind[name]] = isAvailable(name, options);
    this.context.hostile = options.capabilities.hostile;
  }

  /** Draws theme, configuration and length of the next case. */
  begin(draw: Draw): PageTableConfig {
    this.draw = draw;
    this.theme = draw.weighted(this.themes);
    const config = drawConfig(draw, this.theme.wishes, this.options);
    this.length = this.options.length ?? 1 + draw.int(Math.min(MAX_OPS, this.options.capabilities.maxOps));
    this.issued = 0;
    this.context.begin(draw, config);
    drawAnchors(this.context);
    return config;
  }

  /** Draws the length of the case anew, from here on: what goes on from a state goes as far as what begins. */
  prolong(): void {
    const { maxOps } = this.options.capabilities;
    this.length = Math.min(this.issued + 1 + this.draw.int(Math.min(MAX_OPS, maxOps)), maxOps);
  }

  /** The next op, drawn with the model's state in view; null at the end of the case. */
  next(machine: MachineState): Op | null {
    const c = this.context;
    if (this.issued === this.length) return null;
    if (this.issued++ === 0) c.adopt(machine);
    const followUp = c.followUps.pop();
    if (followUp !== undefined) {
      c.enter(followUp.domain);
      // What it was drawn for may have changed since.
      if (!isMap(followUp.kind) || !overwritesLargeLeaf(c, followUp.iova, followUp.len)) return followUp;
    }
    c.enter(c.config.domains === 2 ? this.draw.int(2) : 0);
    const { opening, moves } = this.theme;
    if (opening !== undefined && this.issued === 1 && this.draw.chance(80)) return opening.draw(c);
    return this.draw.weighted(moves).draw(c);
  }

  /** Takes note of what the model says of the op. */
  after(op: Op, outcome: Outcome): void {
    const c = this.context;
    c.leaves += outcome.added.length - outcome.removed.length;
    // After BUG, a fault or a hang nothing runs any more.
    if (outcome.status > Status.warnings) this.length = this.issued;
    if (isMap(op.kind)) this.afterMap(op, outcome);
    else if (isUnmap(op.kind) && outcome.value > 0) this.afterUnmap(op, outcome);
  }

  private afterMap(op: Op, outcome: Outcome): void {
    const c = this.context;
    const wrapper = op.kind === OpKind.iommuMap || op.kind === OpKind.iommuMapSg;
    let pages = op.kind === OpKind.iommuMapSg ? outcome.value : op.len;
    if (outcome.ret !== 0) pages = wrapper ? 0 : outcome.value - MAPPED_SEED;
    if (outcome.ret === Errno.ENOMEM) {
      c.failed = op;
      c.failedPages = pages;
    }
    if (pages <= 0 || op.iovaOffset !== 0 || op.iova + pages > c.spacePages) return;
    const oa = op.segments === null ? op.oa : op.segments[0]!.oa;
    c.live.add(op.iova, pages, oa);
    c.nextIova = op.iova + pages;
    c.nextOa = oa + pages;
  }

  private afterUnmap(op: Op, outcome: Outcome): void {
    const c = this.context;
    if (op.iova >= c.spacePages) return;
    c.holes.add(op.iova, outcome.value, 0);
    const rest = op.iova + outcome.value;
    const leaf = rest < c.spacePages ? c.view.leafAt(rest) : null;
    if (leaf !== null) c.live.add(leaf.page, pagesOf(leaf.lg), leaf.oa);
  }
}
