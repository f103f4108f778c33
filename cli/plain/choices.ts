import { RMP_PROFILES } from '../../model/assumptions';
import { DMA_API_PROFILES } from '../../model/assumptions/dma-api';
import { DMA_BUF_PROFILES } from '../../model/assumptions/dma-buf';
import { TYPE1_PROFILES } from '../../model/assumptions/vfio-type1';
import { VIOMMU_PROFILES } from '../../model/assumptions/viommu';
import { DMA_API_ASSUMPTION_POSITIONS } from '../../model/vocabulary/dma-api/assumption';
import { DMA_BUF_ASSUMPTION_POSITIONS } from '../../model/vocabulary/dma-buf/assumption';
import { RMP_ASSUMPTION_POSITIONS } from '../../model/vocabulary/rmp/assumption';
import { TYPE1_ASSUMPTION_POSITIONS } from '../../model/vocabulary/vfio-type1/assumption';
import { VIOMMU_ASSUMPTION_POSITIONS } from '../../model/vocabulary/viommu/assumption';

/** What `--assume` and `--profile` choose from for a machine. */
export interface Choices {
  /** The answers to each open question, the default first. */
  readonly positions: Readonly<Record<string, readonly unknown[]>>;
  /** The default first. */
  readonly profiles: readonly {
    readonly name: string;
    readonly choices: Readonly<Record<string, unknown>>;
    readonly reason: string;
  }[];
}

export const RMP_CHOICES: Choices = { positions: RMP_ASSUMPTION_POSITIONS, profiles: RMP_PROFILES };
export const DMA_API_CHOICES: Choices = { positions: DMA_API_ASSUMPTION_POSITIONS, profiles: DMA_API_PROFILES };
export const DMA_BUF_CHOICES: Choices = { positions: DMA_BUF_ASSUMPTION_POSITIONS, profiles: DMA_BUF_PROFILES };
export const TYPE1_CHOICES: Choices = { positions: TYPE1_ASSUMPTION_POSITIONS, profiles: TYPE1_PROFILES };
export const VIOMMU_CHOICES: Choices = { positions: VIOMMU_ASSUMPTION_POSITIONS, profiles: VIOMMU_PROFILES };
