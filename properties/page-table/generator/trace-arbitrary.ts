import * as fc from 'fast-check';
import { PageTableMachine } from '../../../model/page-table';
import type { Op, Trace } from '../../../model/vocabulary';
import type { Draw } from '../../engine/draw';
import { StreamDraw } from '../../engine/draw';
import { simplerTraces } from '../../engine/shrink';
import { CaseGenerator } from './case-generator';
import type { GeneratorOptions } from './options';

/** Draws one whole case, the model running in lock step. */
export function drawTrace(generator: CaseGenerator, draw: Draw): Trace {
  const config = generator.begin(draw);
  const machine = new PageTableMachine(config);
  const ops: Op[] = [];
  for (let op = generator.next(machine); op !== null; op = generator.next(machine)) {
    ops.push(op);
    generator.after(op, machine.step(op));
  }
  return { machine: 'page-table', config, ops };
}

/** Traces for fast-check properties, from the generator of the search and shrunk like its findings. */
class TraceArbitrary extends fc.Arbitrary<Trace> {
  private readonly generator: CaseGenerator;

  constructor(options: GeneratorOptions) {
    super();
    this.generator = new CaseGenerator(options);
  }

  override generate(random: fc.Random): fc.Value<Trace> {
    return new fc.Value(drawTrace(this.generator, new StreamDraw(() => random.nextDouble())), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Trace {
    return typeof value === 'object' && value !== null && 'ops' in value && 'config' in value;
  }

  override shrink(value: Trace): fc.Stream<fc.Value<Trace>> {
    return new fc.Stream(simplerTraces(value)).map((trace) => new fc.Value(trace, undefined));
  }
}

/** A fast-check arbitrary of traces for `options`. Its shrinking needs no context: any trace shrinks. */
export const traceArbitrary = (options: GeneratorOptions): fc.Arbitrary<Trace> => new TraceArbitrary(options);
