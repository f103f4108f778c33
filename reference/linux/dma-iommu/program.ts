import { COMMON_GLUE, type KernelProgram } from '../kbuild/kernel-program';
import { DMABUF_PROGRAM } from '../dmabuf/program';

/**
 * `linux-<series>-dma-iommu`: IOVA space and the DMA API behind an IOMMU, drivers/iommu/{dma-iommu,iova}.c, whole. No
 * subject: its test asks what becomes of the calls that dma-buf-mapping.c makes.
 */
export const DMA_IOMMU_PROGRAM: KernelProgram = {
  name: 'dma-iommu',
  options: DMABUF_PROGRAM.options,
  objects: ['drivers/iommu/dma-iommu.o', 'drivers/iommu/iova.o', 'lib/rbtree.o'],
  exposed: [],
  glue: [...COMMON_GLUE, 'dma-iommu/c/domain.c', 'dma-iommu/c/entries.c', 'dma-iommu/c/services.c'],
};
