/** The model of the private region of AMD's vIOMMU: dma-mmio.md 8. */
import type { Machine } from '../vocabulary/plain';
import type { ViommuConfig } from '../vocabulary/viommu/config';
import type { ViommuOp } from '../vocabulary/viommu/op';
import type { ViommuOutcome } from '../vocabulary/viommu/outcome';
import type { ViommuView } from '../vocabulary/viommu/view';
import { ViommuModel } from './machine';

/** A model of IOMMUs as `config` says, without private regions. */
export const createViommuModel = (config: ViommuConfig): Machine<ViommuOp, ViommuOutcome, ViommuView> =>
  new ViommuModel(config);
