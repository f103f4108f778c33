import type { GpaPage, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { InBoxDeviceAccess } from '../in-box';

/** Fields of a raw DTE (rmp.md 4.9): eight 32-bit words from `at`, qword 0 first. */
export interface DteParts {
  readonly dteTranslationValid: (words: Uint32Array, at: number) => boolean;
  readonly dteMode: (words: Uint32Array, at: number) => number;
  /** With the C-bit, if it is set. */
  readonly dteRoot: (words: Uint32Array, at: number) => SpaPage;
  readonly dteGuestValid: (words: Uint32Array, at: number) => boolean;
  /** GIOV: a request without PASID uses PASID 0. */
  readonly dteGiov: (words: Uint32Array, at: number) => boolean;
  /** GCR3 table levels, 1 … 4, of which 4 is reserved. */
  readonly dteGcr3Levels: (words: Uint32Array, at: number) => number;
  readonly dteGcr3Root: (words: Uint32Array, at: number) => GpaPage;
  readonly dteRead: (words: Uint32Array, at: number) => boolean;
  readonly dteWrite: (words: Uint32Array, at: number) => boolean;
  readonly dteGuestLevels: (words: Uint32Array, at: number) => number;
}

/** What a request's DTE or SDTE selects; the result is in the device's `route`. */
export interface RouteParts {
  /** False: aborted with an event. */
  readonly routeUntrusted: (d: InBoxDeviceAccess) => boolean;
  readonly routeTrusted: (d: InBoxDeviceAccess) => boolean;
  /** Has the route no reserved number of levels? */
  readonly levelsAreLegal: (d: InBoxDeviceAccess) => boolean;
  /** Does a stage-1 table take part? */
  readonly s1Present: (guestValid: boolean, pasid: number, giov: boolean) => boolean;
  /** Is Mode = 0 refused now? */
  readonly mode0IsIllegal: (d: InBoxDeviceAccess, s1: boolean) => boolean;
}
