/**
 * Machines whose ops and outcomes are plain records: everything but the page table, whose hot path needs words.
 * One shape for the model, the in-box implementation and every variant of it.
 */
export interface Machine<Op, Outcome, View> {
  /** One op in, one outcome out; the state moves on. */
  step(op: Op): Outcome;
  /** The state now. */
  readonly view: View;
}

/** An implementation of a machine in this process. */
export interface MachineSubject<Config, Op, Outcome, View> {
  readonly name: string;
  readonly version: string;
  start(config: Config): Machine<Op, Outcome, View>;
}

/** A trace of any machine, as plain data. */
export interface PlainTrace<Name extends string, Config, Op> {
  readonly machine: Name;
  readonly config: Config;
  readonly ops: readonly Op[];
}
