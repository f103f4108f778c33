import { COMMON_GLUE, type KernelProgram } from '../kbuild/kernel-program';
import { DMABUF_PROGRAM } from '../dmabuf/program';

/**
 * `linux-<series>-type1`: drivers/vfio/vfio_iommu_type1.c, whole, over the kernel's own IOMMU core and AMD v1 tables. What
 * pins pages and resolves addresses below it is scripted.
 */
export const TYPE1_PROGRAM: KernelProgram = {
  name: 'type1',
  options: [...DMABUF_PROGRAM.options, 'VFIO', 'VFIO_IOMMU_TYPE1'],
  objects: [
    'drivers/vfio/vfio_iommu_type1.o',
    'drivers/iommu/iommu.o',
    'drivers/iommu/iommu-pages.o',
    'drivers/iommu/generic_pt/fmt/iommu_amdv1.o',
    'lib/rbtree.o',
    'mm/util.o',
  ],
  exposed: ['vfio_iommu_driver_ops_type1', 'disable_hugepages', 'dma_entry_limit'],
  wrapped: ['iommu_map', 'iommu_unmap', 'iommu_unmap_fast'],
  glue: [
    ...COMMON_GLUE,
    'type1/c/dirty.c',
    'type1/c/domain.c',
    'type1/c/info.c',
    'type1/c/leaves.c',
    'type1/c/mediated.c',
    'type1/c/process.c',
    'type1/c/services.c',
    'type1/c/space.c',
    'type1/c/type1.c',
  ],
};
