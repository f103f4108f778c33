import type { Contract, Format } from './config';
import type { ObservationLevel } from './subject';

/** `PT-032`, `RMP-071`, `BUF-023`, `DMA-016`, … : the unit of reporting. */
export type RuleId =
  `PT-${string}` | `RMP-${string}` | `BUF-${string}` | `DMA-${string}` | `VFIO-${string}` | `VIOMMU-${string}`;

/** required: safety, holds of every implementation. contract: one API. recommended: quality of choice. */
export type RuleLevel = 'required' | 'contract' | 'recommended';

/**
 * How sure the document is. page-tables.md: V verified by execution, R read in source, M from memory or inferred.
 * rmp.md: S specified, L stated on a public list, I inferred, C contested, R recollected.
 * dma-mmio.md: U upstream source, S stated on a list, I inferred, C contested, D intended, and broken by released kernels.
 */
export type Confidence = 'V' | 'R' | 'M' | 'S' | 'L' | 'I' | 'C' | 'U' | 'D';

/** What every rule says of itself, whatever room it is used in. */
export interface RuleInfo {
  readonly id: RuleId;
  /** Short title. */
  readonly title: string;
  /** One sentence that can be false. */
  readonly statement: string;
  readonly source: string;
  readonly confidence: Confidence;
  readonly level: RuleLevel;
  /** Why a person should care: what goes wrong for the machine when it breaks. */
  readonly why: string;
  /** An implementation bug that breaks it, as an example in words. */
  readonly example: string;
}

/** What a rule of the page-table machine says besides. */
export interface PageTableRuleInfo extends RuleInfo {
  readonly contracts: readonly Contract[];
  readonly formats: readonly Format[];
  /** Levels a subject must report for the rule to be judged. */
  readonly needs: readonly ObservationLevel[];
}
