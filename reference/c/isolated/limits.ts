/** What an isolated library may use before it counts as hung or as allocating without end. */
export interface Limits {
  /** Milliseconds for one trace. */
  readonly traceMs: number;
  /** Bytes by which the child's memory in use may grow. */
  readonly memoryBytes: number;
}

export const DEFAULT_LIMITS: Limits = { traceMs: 3_000, memoryBytes: 2 ** 30 };

/** How long a child is waited for, for one reply. */
export interface Patience {
  /** Milliseconds that pass. */
  readonly ms: number;
  /**
   * Milliseconds that the child itself computes: they tell a busy library from a busy machine, so that they can be few.
   * Not what the kernel does for it: a child that allocates without end is to be found out as such.
   */
  readonly cpuMs: number;
}

const TRACE_CPU_MS = 500;
const PREFIX_MS = 1_000;
const PREFIX_CPU_MS = 100;

// A millisecond for each op is a hundred times what the slowest known implementation takes.

/** For traces of at most `ops` ops. */
export const tracePatience = ({ traceMs }: Limits, ops: number): Patience => ({
  ms: traceMs,
  cpuMs: Math.max(TRACE_CPU_MS, ops),
});

/** For a prefix of a trace that is known to hang: looking for the op takes about eight of these. */
export const prefixPatience = ({ traceMs }: Limits, ops: number): Patience => ({
  ms: Math.min(traceMs, Math.max(PREFIX_MS, ops)),
  cpuMs: Math.max(PREFIX_CPU_MS, ops),
});
