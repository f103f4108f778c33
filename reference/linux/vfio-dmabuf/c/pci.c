/* What drivers/pci has for the driver: config space, power, resets, BARs, one bus that all devices are on. */
#include <linux/pci.h>
#include <linux/pci-p2pdma.h>

#include "glue.h"
#include "device.h"

struct stand_device devices[MOST_DEVICES];
unsigned device_count;
struct device_faults faults;
const struct bus_type pci_bus_type;

static struct p2pdma_provider providers[MOST_DEVICES][PCI_STD_NUM_BARS];

static unsigned index_of(struct pci_dev *pdev) {
  return device_of(pdev) - devices;
}

static u8 *register_at(struct pci_dev *pdev, int where, unsigned bytes) {
  if (where < 0 || where + bytes > CONFIG_BYTES) stand_end("fault", "a register outside of config space");
  return device_of(pdev)->config + where;
}

/* Reads and writes of the kernel's own; those on behalf of the user may fail. */
#define CONFIG_ACCESS(size, type)                                                              \
  int pci_read_config_##size(const struct pci_dev *pdev, int where, type *value) {             \
    memcpy(value, register_at((struct pci_dev *)pdev, where, sizeof *value), sizeof *value);   \
    return 0;                                                                                  \
  }                                                                                            \
  int pci_write_config_##size(const struct pci_dev *pdev, int where, type value) {             \
    memcpy(register_at((struct pci_dev *)pdev, where, sizeof value), &value, sizeof value);    \
    return 0;                                                                                  \
  }                                                                                            \
  int pci_user_read_config_##size(struct pci_dev *pdev, int where, type *value) {              \
    return faults.config_read ? faults.config_read : pci_read_config_##size(pdev, where, value); \
  }                                                                                            \
  int pci_user_write_config_##size(struct pci_dev *pdev, int where, type value) {              \
    if (faults.config_write) return faults.config_write;                                       \
    if (where == PCI_COMMAND) STAND_TELL("writeCommand", index_of(pdev));                      \
    return pci_write_config_##size(pdev, where, value);                                        \
  }

CONFIG_ACCESS(byte, u8)
CONFIG_ACCESS(word, u16)
CONFIG_ACCESS(dword, u32)

int pci_set_power_state(struct pci_dev *pdev, pci_power_t state) {
  if (faults.power) return faults.power;
  STAND_TELL("setPower", index_of(pdev));
  pdev->current_state = state;
  return 0;
}

/* A reset of the function puts the device in D0, unless it fails. */
static int reset_function(struct pci_dev *pdev, int ret) {
  STAND_TELL("functionReset", index_of(pdev));
  if (!ret) pdev->current_state = PCI_D0;
  return ret;
}

/* When the device is opened its driver finds out whether it can be reset; later the user asks for it. */
int pci_try_reset_function(struct pci_dev *pdev) {
  const struct stand_device *device = device_of(pdev);
  return reset_function(pdev, device->file ? faults.function_reset : device->resets ? 0 : -ENOTTY);
}

/* By the driver, at the last close. */
int __pci_reset_function_locked(struct pci_dev *pdev) {
  return reset_function(pdev, device_of(pdev)->resets ? 0 : -ENOTTY);
}

int pci_reset_bus(struct pci_dev *pdev) {
  STAND_TELL("busReset", index_of(pdev));
  return faults.bus_reset;
}

int pci_probe_reset_bus(struct pci_bus *bus) {
  return 0;
}

int pci_probe_reset_slot(struct pci_slot *slot) {
  return -ENOTTY;
}

/* A device whose driver was unbound has left the bus. Where there is no set to reset, a stranger is on it. */
void pci_walk_bus(struct pci_bus *bus, int (*visit)(struct pci_dev *pdev, void *data), void *data) {
  static struct stand_device stranger;
  if (faults.no_set && visit(&stranger.pdev, data)) return;
  for (unsigned i = 0; i < device_count; i++)
    if (devices[i].vdev && visit(&devices[i].pdev, data)) return;
}

int pci_enable_device(struct pci_dev *pdev) {
  pdev->current_state = PCI_D0;
  return 0;
}

void pci_disable_device(struct pci_dev *pdev) {}
void pci_clear_master(struct pci_dev *pdev) {}
void pci_intx(struct pci_dev *pdev, int enable) {}

/* What is saved, in the device and for the driver to keep: all of config space. */
struct pci_saved_state {
  u8 config[CONFIG_BYTES];
};

int pci_save_state(struct pci_dev *pdev) {
  memcpy(device_of(pdev)->saved, device_of(pdev)->config, CONFIG_BYTES);
  return 0;
}

void pci_restore_state(struct pci_dev *pdev) {
  memcpy(device_of(pdev)->config, device_of(pdev)->saved, CONFIG_BYTES);
}

struct pci_saved_state *pci_store_saved_state(struct pci_dev *pdev) {
  struct pci_saved_state *state = stand_allocate(sizeof *state);
  memcpy(state->config, device_of(pdev)->saved, CONFIG_BYTES);
  return state;
}

int pci_load_and_free_saved_state(struct pci_dev *pdev, struct pci_saved_state **state) {
  if (*state) memcpy(device_of(pdev)->saved, (*state)->config, CONFIG_BYTES);
  *state = NULL;
  return 0;
}

int pci_request_selected_regions(struct pci_dev *pdev, int bars, const char *name) {
  return device_of(pdev)->claimed[__ffs(bars)] ? 0 : -EBUSY;
}

void pci_release_selected_regions(struct pci_dev *pdev, int bars) {}

/* Nobody reads through it. */
void __iomem *pci_iomap(struct pci_dev *pdev, int bar, unsigned long most) {
  return (void __iomem *)PAGE_SIZE;
}

void pci_iounmap(struct pci_dev *pdev, void __iomem *at) {}

int request_resource(struct resource *root, struct resource *new) {
  return 0;
}

int release_resource(struct resource *old) {
  return 0;
}

int pci_dev_trylock(struct pci_dev *pdev) {
  return 1;
}

void pci_dev_unlock(struct pci_dev *pdev) {}

/* As pci/p2pdma.c: memory BARs have a provider, once the table of them was made. */
int pcim_p2pdma_init(struct pci_dev *pdev) {
  return device_of(pdev)->has_providers ? 0 : -EOPNOTSUPP;
}

struct p2pdma_provider *pcim_p2pdma_provider(struct pci_dev *pdev, int bar) {
  if (!device_of(pdev)->has_providers || !(pci_resource_flags(pdev, bar) & IORESOURCE_MEM)) return NULL;
  return &providers[index_of(pdev)][bar];
}
