import { COMMON_GLUE, type KernelProgram } from '../kbuild/kernel-program';

/** `linux-<series>-dmabuf`: from physical ranges to an sg table, drivers/dma-buf/dma-buf-mapping.c, whole. */
export const DMABUF_PROGRAM: KernelProgram = {
  name: 'dmabuf',
  options: [
    'PCI',
    'ACPI',
    'X86_LOCAL_APIC',
    // kbuild/c/kernel/memory.c has the mask of the C-bit.
    'EFI',
    'EFI_STUB',
    'AMD_MEM_ENCRYPT',
    'IOMMU_SUPPORT',
    'AMD_IOMMU',
    // What PCI_P2PDMA depends on.
    'SPARSEMEM_VMEMMAP',
    'MEMORY_HOTPLUG',
    'MEMORY_HOTREMOVE',
    'ZONE_DEVICE',
    'PCI_P2PDMA',
    // Selects DMA_SHARED_BUFFER.
    'SYNC_FILE',
  ],
  objects: ['drivers/dma-buf/dma-buf-mapping.o', 'lib/scatterlist.o'],
  exposed: [],
  glue: [...COMMON_GLUE, 'dmabuf/c/dmabuf.c', 'dmabuf/c/dma_api.c'],
};
