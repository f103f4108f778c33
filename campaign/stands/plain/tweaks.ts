import type { PlainMachine } from '../../../properties/plain/machine';
import { toJson } from '../../../properties/plain/json';
import type { Draw } from '../../../properties/engine/draw';
import type { Tweaks } from '../../corpus/mutation';

/** Changes to ops that a machine's own knowledge of simpler ones gives: any machine has that. */
export class PlainTweaks<Config, Op> implements Tweaks<Config, Op> {
  private readonly texts = new WeakMap<object, string>();

  constructor(
    private readonly machine: Pick<
      PlainMachine<Config, Op, never, never>,
      'simplerOps' | 'alternatives' | 'simplerConfigs'
    >,
  ) {}

  tweak(op: Op, _: Config, draw: Draw): Op {
    const simpler = [...this.machine.simplerOps(op)];
    return simpler.length === 0 ? op : draw.pick(simpler);
  }

  /** Ops name places, which are those of their own configuration. */
  fits(config: Config, other: Config): boolean {
    return this.textOf(config) === this.textOf(other);
  }

  reconfigure(config: Config, draw: Draw): Config {
    const simpler = [...this.machine.simplerConfigs(config)];
    return simpler.length === 0 ? config : draw.pick(simpler);
  }

  private textOf(config: Config): string {
    const key = config as object;
    let text = this.texts.get(key);
    if (text === undefined) this.texts.set(key, (text = JSON.stringify(toJson(config))));
    return text;
  }
}
