import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { DeviceAccessOp } from '../../../model/vocabulary/device-access/op';
import type { DeviceOutcome } from '../../../model/vocabulary/device-access/outcome';
import type { DeviceAccessView } from '../../../model/vocabulary/device-access/view';
import type { Machine } from '../../../model/vocabulary/plain';
import { assumeRmp, type RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { Draw } from '../../engine/draw';
import type { PlainSource } from '../../plain/machine';
import { drawConfig } from './configuration';
import { dma } from './moves/request';
import { setUp } from './moves/setup';
import { THEMES, type Theme } from './themes';
import { World } from './world';

/** Ops of one case: long enough for a table, a conversion and what comes of both; longer ones find little more. */
const FEWEST_OPS = 40;
const MOST_OPS = 120;
/** A move that has nothing to work on gives way to another; after so many a plain request is drawn. */
const ATTEMPTS = 8;

/** Draws cases of the device-access machine, with the model's state in view. */
export class DeviceAccessSource implements PlainSource<
  DeviceAccessConfig,
  DeviceAccessOp,
  DeviceOutcome,
  DeviceAccessView
> {
  readonly themes = THEMES.map(({ name }) => name);
  private readonly assume: RmpAssumptions;
  private world!: World;
  private theme!: Theme;
  private left = 0;
  private isSetUp = false;

  /** `assumptions`: choices that differ from the defaults, by name. */
  constructor(assumptions: Readonly<Record<string, unknown>>) {
    this.assume = assumeRmp(assumptions as Partial<RmpAssumptions>);
  }

  begin(draw: Draw, themeName: string): DeviceAccessConfig {
    const theme = THEMES.find(({ name }) => name === themeName);
    if (theme === undefined) throw new RangeError(`no theme "${themeName}"; there are: ${this.themes.join(', ')}`);
    this.theme = theme;
    const config = drawConfig(draw, theme.wishes, this.assume);
    this.world = new World(draw, config, theme.mmio, theme.trusted);
    this.isSetUp = false;
    this.prolong();
    return config;
  }

  prolong(): void {
    this.left = FEWEST_OPS + this.world.draw.int(MOST_OPS - FEWEST_OPS + 1);
  }

  next({ view }: Machine<DeviceAccessOp, DeviceOutcome, DeviceAccessView>): DeviceAccessOp | null {
    const { world, theme } = this;
    world.view = view;
    if (this.left === 0) return null;
    this.left--;
    if (!this.isSetUp) setUp(world, { nesting: theme.nesting, trusted: theme.trusted > 0 });
    this.isSetUp = true;
    return world.queue.shift() ?? this.draw();
  }

  private draw(): DeviceAccessOp {
    const { world, theme } = this;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const op = world.draw.weighted(theme.moves)(world);
      if (op !== null) return op;
    }
    return dma(world) ?? { op: 'invalidate', device: null, iova: 0, pages: 0 };
  }
}
