import type { Subject } from '../model/vocabulary';

/** A subject as `subjects` lists it. */
export interface SubjectRow {
  /** What to type; `c:<library>` where a part is the caller's. */
  readonly name: string;
  readonly what: string;
  readonly available: boolean;
  /** Why it is not available, with the remedy. */
  readonly reason?: string;
}

export interface OpenOptions {
  /** False: load a foreign library into this process, faster and unprotected. Default: true. */
  readonly isolated?: boolean;
}

/** What one room of reference/ offers to the registry. */
export interface SubjectProvider {
  list(): readonly SubjectRow[];
  /**
   * Opens `name`; null if the name is none of this provider's.
   * @throws SubjectError (as a rejection) if it is, and cannot be opened
   */
  open(name: string, options: OpenOptions): Promise<Subject> | null;
}
