/** What an isolated library may use before it counts as hung or as allocating without end. */
export interface Limits {
  /** Milliseconds for one trace. */
  readonly traceMs: number;
  /** Bytes by which the child's memory in use may grow. */
  readonly memoryBytes: number;
}

export const DEFAULT_LIMITS: Limits = { traceMs: 3_000, memoryBytes: 2 ** 30 };

/**
 * Milliseconds for a prefix of a trace that is known to hang: looking for the op takes about eight of these. A
 * millisecond for each op is a hundred times what the slowest known implementation takes.
 */
export const prefixMs = ({ traceMs }: Limits, ops: number): number => Math.min(traceMs, Math.max(300, ops));
