/** Rows of dma-mmio.md 8.6 and 10.8: what they begin with, and what is expected of each op. */
import { DEFAULT_VIOMMU_ASSUMPTIONS, type ViommuAssumptions } from '../../../model/vocabulary/viommu/assumption';
import type { Spa, ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { RegionOp, ViommuFault, ViommuOp } from '../../../model/vocabulary/viommu/op';
import type { IommuView, ViommuIopte } from '../../../model/vocabulary/viommu/view';

/** What is expected of one op, and of the state after it; what is left out may be anything. */
export interface GoldenStep {
  readonly op: ViommuOp;
  /** `returned` where left out. */
  readonly end?: 'absent';
  /** 0 where left out, and the op was made. `error`: any, where the document names none. */
  readonly value?: number | 'error';
  /**
   * Steps in the words of 8.6: `A0 U0 M0`, `!` for a step that fails, `domfree`; an unmap that took less than was asked with
   * what it took: `N1(0x100000)`.
   */
  readonly calls?: string;
  readonly iommu?: Partial<IommuView>;
  /** Blocks that are allocated. */
  readonly allocated?: readonly Spa[];
  /** Blocks that have uncached pages, with their number. */
  readonly uncached?: readonly (readonly [Spa, number])[];
  /** IOPTEs of domain 1. */
  readonly leads?: readonly (readonly [iova: number, ViommuIopte | null])[];
  /** Range that the flush of a sub-region covers. */
  readonly flushed?: readonly [region: number, iova: number, bytes: number];
  /** Where an access comes to. */
  readonly reached?: Spa | null;
}

/** One row: ID in the document, where it differs from the configuration, and its ops. */
export interface GoldenViommuRow {
  readonly id: string;
  readonly assume?: Partial<ViommuAssumptions>;
  readonly config?: Partial<ViommuConfig>;
  readonly steps: readonly GoldenStep[];
}

/** Four blocks for one IOMMU, and two more. */
export const BLOCKS: readonly Spa[] = [
  0x4000_0000, 0x4020_0000, 0x4040_0000, 0x4060_0000, 0x1_8000_0000, 0x1_8020_0000,
];

export const configOf = ({ config, assume }: Pick<GoldenViommuRow, 'config' | 'assume'>): ViommuConfig => ({
  assumptions: { ...DEFAULT_VIOMMU_ASSUMPTIONS, ...assume },
  cBit: 51,
  hostTranslation: true,
  iommus: [{ node: 0 }],
  memory: BLOCKS.map((spa) => ({ spa, node: 0, stalePages: 512 })),
  ...config,
});

const call =
  (op: RegionOp['op']) =>
  (...faults: readonly ViommuFault[]): RegionOp => ({ op, iommu: 0, faults });

export const init = call('init');
export const uninit = call('uninit');
export const driverInit = call('driverInit');
export const driverUninit = call('driverUninit');
export const setDte: ViommuOp = { op: 'setDte', iommu: 0 };
export const clearDte: ViommuOp = { op: 'clearDte', iommu: 0 };
export const access = (iova: number): ViommuOp => ({ op: 'access', iommu: 0, iova, write: false });

/** Calls that the document writes as "...": a sub-region set up, or torn down. */
export const up = (...regions: readonly number[]): string => regions.map((i) => `A${i} U${i} M${i}`).join(' ');
export const down = (...regions: readonly number[]): string => regions.map((i) => `N${i} F${i} W${i} X${i}`).join(' ');

/** Nothing is left. */
export const PRISTINE = {
  iommu: { domain: null, slots: [null, null, null, null] },
  allocated: [],
  uncached: [],
} as const;
