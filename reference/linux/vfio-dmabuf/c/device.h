/* A scripted PCI device, with the vfio-pci driver on it. */
#ifndef DEVICE_H
#define DEVICE_H

#include <linux/pci.h>
#include <linux/vfio.h>
#include <linux/vfio_pci_core.h>

enum { MOST_DEVICES = 8, CONFIG_BYTES = 256 };
/* Where its capabilities lie. */
enum { PM_CAP = 0x40, EXP_CAP = 0x50, AF_CAP = 0x90 };

struct stand_device {
  struct pci_dev pdev;
  u8 config[CONFIG_BYTES];
  u8 saved[CONFIG_BYTES];
  /* By BAR: its region can be had. */
  bool claimed[PCI_STD_NUM_BARS];
  bool has_providers;
  /* Resets of the function work. */
  bool resets;
  /* Runtime-suspended. */
  bool is_suspended;
  /* Null when the driver was unbound. */
  struct vfio_pci_core_device *vdev;
  /* What a variant driver has in place of vfio-pci's own. */
  struct vfio_device_ops ops;
  struct vfio_pci_device_ops pci_ops;
  /* The open device file; null: closed. */
  struct file *file;
};

extern struct stand_device devices[MOST_DEVICES];
extern unsigned device_count;

/* The device called `index`; the trace ends where there is none. */
struct stand_device *device_at(stand_word index);
static inline struct stand_device *device_of(struct pci_dev *pdev) {
  return container_of(pdev, struct stand_device, pdev);
}

/* What goes wrong for one call: errnos with which things are refused; 0: not. */
struct device_faults {
  /* Runtime resumes but for the first `resumes_before`. */
  int resume;
  unsigned resumes_before;
  /* Config accesses on behalf of the user. */
  int config_read, config_write;
  /* Writes of the power state. */
  int power;
  /* What resets give. */
  int function_reset, bus_reset;
  /* A device of the bus has another driver: the set cannot be reset. */
  bool no_set;
  /* Which device the caller of a hot reset does not own; null: none. */
  const struct vfio_device *foreign;
  /* Whose memory lock somebody else holds when it is tried; null: none's. */
  const struct rw_semaphore *contended;
};

/* Those of the call under way; outside of any, of the next one. */
extern struct device_faults faults;

#endif
