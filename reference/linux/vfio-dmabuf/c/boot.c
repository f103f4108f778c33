/* The scripted devices of a trace, and how they come under their driver. */
#include <linux/pci.h>
#include <linux/vfio_pci_core.h>

#include "buffers.h"
#include "device.h"
#include "glue.h"
#include "task.h"

/* Static in the kernel; made global in its symbol table. */
extern struct pci_driver vfio_pci_driver;
int dma_buf_init(void);
int vfio_init(void);
int vfio_pci_core_init(void);

enum { DEVICE_HAS_NO_MEMORY_BIT = 1, DEVICE_MEMORY_ON = 2, DEVICE_RESETS = 4, DEVICE_FLR = 8, DEVICE_PROVIDERS = 16 };
enum { DRIVER_PLAIN, DRIVER_NO_RANGES, DRIVER_NO_FEATURE };

/* A bus that is not the root: its devices can be reset together. */
static struct pci_bus root, bus = {.parent = &root};
static u8 drivers[MOST_DEVICES];

struct stand_device *device_at(stand_word index) {
  if (index >= device_count) stand_end("missing", "a device of this number");
  return &devices[index];
}

static void put16(struct stand_device *device, int where, u16 value) {
  pci_write_config_word(&device->pdev, where, value);
}

/* Config space: a header, power management, PCI Express, Advanced Features. */
static void script(struct stand_device *device, stand_word flags) {
  put16(device, PCI_VENDOR_ID, PCI_VENDOR_ID_REDHAT);
  put16(device, PCI_COMMAND, flags & DEVICE_MEMORY_ON ? PCI_COMMAND_MEMORY : 0);
  put16(device, PCI_STATUS, PCI_STATUS_CAP_LIST);
  device->config[PCI_CAPABILITY_LIST] = PM_CAP;
  put16(device, PM_CAP, PCI_CAP_ID_PM | EXP_CAP << 8);
  put16(device, PM_CAP + PCI_PM_PMC, 3 | PCI_PM_CAP_D1 | PCI_PM_CAP_D2);
  put16(device, PM_CAP + PCI_PM_CTRL, PCI_PM_CTRL_NO_SOFT_RESET);
  put16(device, EXP_CAP, PCI_CAP_ID_EXP | AF_CAP << 8);
  put16(device, EXP_CAP + PCI_EXP_FLAGS, 2);
  if (flags & DEVICE_FLR) pci_write_config_dword(&device->pdev, EXP_CAP + PCI_EXP_DEVCAP, PCI_EXP_DEVCAP_FLR);
  put16(device, AF_CAP, PCI_CAP_ID_AF);
  device->config[AF_CAP + PCI_AF_LENGTH] = PCI_CAP_AF_SIZEOF;
  if (flags & DEVICE_FLR) device->config[AF_CAP + PCI_AF_CAP] = PCI_AF_CAP_TP | PCI_AF_CAP_FLR;
}

/* words: flags and driver as above. */
unsigned entry_add_device(const stand_word *words, stand_word *results) {
  if (device_count == MOST_DEVICES) stand_end("missing", "room for so many devices");
  struct stand_device *device = &devices[device_count];
  drivers[device_count++] = words[1];
  script(device, words[0]);
  device->has_providers = words[0] & DEVICE_PROVIDERS;
  device->resets = words[0] & DEVICE_RESETS;
  struct pci_dev *pdev = &device->pdev;
  pdev->vendor = PCI_VENDOR_ID_REDHAT;
  pdev->cfg_size = CONFIG_BYTES;
  pdev->pm_cap = PM_CAP;
  pdev->bus = &bus;
  pdev->current_state = PCI_D0;
  pdev->no_command_memory = words[0] & DEVICE_HAS_NO_MEMORY_BIT;
  pdev->dev.driver = &vfio_pci_driver.driver;
  pdev->dev.bus = &pci_bus_type;
  /* As the PCI core leaves it when it calls a driver's probe: forbidden, and in use. */
  atomic_set(&pdev->dev.power.usage_count, 2);
  return 0;
}

enum { BAR_ABSENT, BAR_MEMORY, BAR_IO };

/* words: device, BAR, physical address, bytes, kind as above, 1 if it can be claimed. */
unsigned entry_add_bar(const stand_word *words, stand_word *results) {
  struct stand_device *device = device_at(words[0]);
  struct resource *resource = &device->pdev.resource[words[1]];
  device->claimed[words[1]] = words[5];
  if (words[4] == BAR_ABSENT) return 0;
  resource->start = words[2];
  resource->end = words[2] + words[3] - 1;
  resource->flags = words[4] == BAR_IO ? IORESOURCE_IO : IORESOURCE_MEM;
  return 0;
}

/* What the exporter keeps of a buffer: its physical ranges are told. */
static int get_phys(struct vfio_pci_core_device *vdev, struct p2pdma_provider **provider, unsigned int region,
                    struct phys_vec *phys, struct vfio_region_dma_range *ranges, size_t count) {
  int ret = vfio_pci_core_get_dmabuf_phys(vdev, provider, region, phys, ranges, count);
  for (size_t i = 0; !ret && i < count; i++) STAND_TELL("phys", phys[i].paddr, phys[i].len);
  return ret;
}

static int probe(unsigned index) {
  struct stand_device *device = &devices[index];
  int ret = vfio_pci_driver.probe(&device->pdev, NULL);
  if (ret) return ret;
  device->vdev = dev_get_drvdata(&device->pdev.dev);
  device->ops = *device->vdev->vdev.ops;
  if (drivers[index] == DRIVER_NO_FEATURE) device->ops.device_feature = NULL;
  device->vdev->vdev.ops = &device->ops;
  if (drivers[index] != DRIVER_NO_RANGES) device->pci_ops.get_dmabuf_phys = get_phys;
  device->vdev->pci_ops = &device->pci_ops;
  return 0;
}

static long boot(void *unused) {
  int ret = dma_buf_init();
  if (!ret) ret = vfio_init();
  if (!ret) ret = vfio_pci_core_init();
  for (unsigned i = 0; !ret && i < device_count; i++) ret = probe(i);
  return ret;
}

/* Result: 0 or an errno. */
unsigned entry_start(const stand_word *words, stand_word *results) {
  results[0] = (stand_word)task_begin(boot, NULL)->value;
  return 1;
}
