import type { Contract, Format, PageTableConfig } from './config';
import type { OpName } from './op';
import type { Trace } from './trace';

/** What a subject can report (design.md, "What can be observed of a subject"). */
export type ObservationLevel = 'results' | 'translations' | 'entries' | 'effects' | 'commands';

/** What a subject says of itself in the handshake. */
export interface Capabilities {
  readonly name: string;
  readonly version: string;
  readonly formats: readonly Format[];
  readonly contracts: readonly Contract[];
  readonly ops: readonly OpName[];
  readonly levels: readonly ObservationLevel[];
  /** False: ops outside of the API's contract must not be sent (they may not return). */
  readonly hostile: boolean;
  /** Ops the subject takes in one trace. */
  readonly maxOps: number;
  /** Configuration fields that cannot be varied, with the values it has. */
  readonly limits: {
    readonly vasz?: readonly number[];
    readonly topLevel?: readonly number[];
    readonly flush?: readonly PageTableConfig['flush'][];
    readonly queued?: readonly boolean[];
    readonly domainType?: readonly PageTableConfig['domainType'][];
    readonly domains?: readonly (1 | 2)[];
  };
}

/** Ways in which a subject can come to grief; each is the effect of a finding too. */
export const CASUALTY_KINDS = ['crashed', 'hung', 'memory', 'protocol'] as const;

/** True for the effect of a subject that died: no choice of rules hides that. */
export const isCasualty = (effect: string): boolean => (CASUALTY_KINDS as readonly string[]).includes(effect);

/** Why the run of a trace stopped early, or null. */
export interface Casualty {
  readonly kind: (typeof CASUALTY_KINDS)[number];
  /** Index of the op in which it happened, found by running prefixes; −1 if unknown. */
  readonly op: number;
  readonly message: string;
}

/** What a run of one trace gave: records as observation.ts describes, or a casualty. */
export interface Observation {
  readonly words: Uint32Array;
  readonly casualty: Casualty | null;
}

/**
 * An implementation on the stand. `run` starts from a fresh state each time, so that a trace is all there is to know.
 * `runBatch` is what the search loop calls; subjects in the same process answer at once.
 */
export interface Subject {
  readonly capabilities: Capabilities;
  run(trace: Trace, flags: number): Observation | Promise<Observation>;
  runBatch?(traces: readonly Trace[], flags: readonly number[]): Promise<readonly Observation[]>;
  /** Native speed for the bench: runs the traces `times` times without reporting, returns nanoseconds. */
  timeNative?(traces: readonly Trace[], times: number): number;
  /** Page-size bitmap and last byte of the aperture for a configuration (PT-171), if it can tell. */
  getInfo?(config: PageTableConfig): { readonly bitmap: bigint; readonly apertureEnd: bigint } | null;
  close?(): Promise<void> | void;
}
