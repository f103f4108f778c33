import type { Contract, Format, Op, OpKind, PageTableConfig } from '../../../model/vocabulary';
import type { Weights } from '../../engine/draw';
import type { CaseContext } from './context';

/**
 * One thing to do next: looks at the case so far and draws an op. A move that finds nothing to work on maps something
 * instead, so that every turn gives an op.
 */
export interface Move {
  readonly name: string;
  /** Kinds of which the subject must have at least one, or the move is left out. */
  readonly kinds: readonly OpKind[];
  /** Contracts under which the move makes sense; both if left out. */
  readonly contracts?: readonly Contract[];
  /** True: the op is outside of the contract of its API (page-tables.md 3.12): only for a subject that may die. */
  readonly hostile?: boolean;
  draw(c: CaseContext): Op;
}

/** Values that a theme wants for some fields of the configuration; what a subject cannot do is left out. */
export interface ConfigWishes {
  readonly format?: Weights<Format>;
  readonly smeBitV1?: Weights<number | null>;
  readonly vaszV1?: Weights<number>;
  readonly topLevelV1?: Weights<number>;
  readonly pageSizesV1?: Weights<PageSizeChoice>;
  readonly oasz?: Weights<number>;
  readonly flush?: Weights<PageTableConfig['flush']>;
  readonly queued?: Weights<boolean>;
  readonly domains?: Weights<1 | 2>;
  readonly domainType?: Weights<PageTableConfig['domainType']>;
}

/** How the driver's mask over the page sizes is drawn. */
export type PageSizeChoice = 'all' | '4k' | 'v2' | 'some with 4k' | 'some without 4k' | 'none';

/** What a generator concentrates on in one case. */
export interface Theme {
  readonly name: string;
  readonly what: string;
  readonly wishes: ConfigWishes;
  readonly moves: Weights<Move>;
  /** What most cases begin with: for what only a fresh table can show. */
  readonly opening?: Move;
}
