/* One device in one domain. Its IOPTEs are kept as what each map call made. */
#ifndef DOMAIN_H
#define DOMAIN_H

#include <linux/device.h>
#include <linux/iommu.h>

extern struct device importer;
extern struct iommu_domain domain;

#endif
