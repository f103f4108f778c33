/* Runtime power management: counts of use. A device that nobody uses is suspended when the other end says so. */
#include <linux/pm_runtime.h>

#include "glue.h"
#include "device.h"

int __pm_runtime_resume(struct device *dev, int flags) {
  struct stand_device *device = device_of(to_pci_dev(dev));
  if (flags & RPM_GET_PUT) atomic_inc(&dev->power.usage_count);
  if (faults.resumes_before) faults.resumes_before--;
  else if (faults.resume) return faults.resume;
  if (!device->is_suspended) return 1;
  device->is_suspended = false;
  return dev->driver->pm->runtime_resume(dev);
}

int __pm_runtime_idle(struct device *dev, int flags) {
  if (flags & RPM_GET_PUT) atomic_dec(&dev->power.usage_count);
  return 0;
}

void pm_runtime_allow(struct device *dev) {
  atomic_dec(&dev->power.usage_count);
}

void pm_runtime_forbid(struct device *dev) {
  atomic_inc(&dev->power.usage_count);
}
