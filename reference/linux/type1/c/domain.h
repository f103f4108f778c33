/* Devices behind IOMMUs, each alone in its group, and what the container does to the domains of each. */
#ifndef DOMAIN_H
#define DOMAIN_H

#include <linux/iommu.h>

enum { MOST_DEVICES = 4 };

struct iommu_group *domain_group_of(unsigned device);
/* The tables of the device's domain; null where it has none. */
struct pt_iommu *domain_tables_of(unsigned device);

#endif
