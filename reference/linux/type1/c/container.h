/* The container, and the operations of vfio_iommu_type1.c on it. */
#ifndef CONTAINER_H
#define CONTAINER_H

#include <linux/vfio.h>

#include "vfio.h"

/* Static in vfio_iommu_type1.c. */
extern const struct vfio_iommu_driver_ops vfio_iommu_driver_ops_type1;

extern void *container;

#endif
