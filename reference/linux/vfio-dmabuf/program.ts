import { COMMON_GLUE, type KernelProgram } from '../kbuild/kernel-program';
import { DMABUF_PROGRAM } from '../dmabuf/program';

/**
 * `linux-<series>-vfio-dmabuf`: from the ioctl of a VFIO device to the dma-buf of its BAR, and what revokes it, whole files of
 * drivers/vfio and drivers/dma-buf. What maps is not among them: that is `linux-<series>-dmabuf`.
 */
export const VFIO_DMABUF_PROGRAM: KernelProgram = {
  name: 'vfio-dmabuf',
  // Without PM there is neither low power nor a runtime suspend.
  options: [...DMABUF_PROGRAM.options, 'PM', 'VFIO', 'VFIO_PCI', 'VFIO_PCI_DMABUF'],
  objects: [
    'drivers/vfio/pci/vfio_pci_dmabuf.o',
    'drivers/vfio/pci/vfio_pci.o',
    'drivers/vfio/pci/vfio_pci_core.o',
    'drivers/vfio/pci/vfio_pci_config.o',
    'drivers/vfio/vfio_main.o',
    'drivers/dma-buf/dma-buf.o',
    'drivers/dma-buf/dma-resv.o',
    'drivers/dma-buf/dma-fence.o',
    'lib/xarray.o',
    'lib/idr.o',
  ],
  exposed: ['vfio_pci_driver', 'vfio_pci_mmap_ops', 'dma_buf_init', 'vfio_init', 'vfio_pci_core_init'],
  glue: [
    ...COMMON_GLUE,
    ...[
      ...['entries', 'boot', 'device', 'trigger', 'export', 'importer', 'holders', 'state', 'call', 'task', 'waits'],
      ...['files', 'user', 'pci', 'power', 'group', 'services'],
    ].map((file) => `vfio-dmabuf/c/${file}.c`),
  ],
};
