// SPDX-License-Identifier: MIT
/* The handshake: `Capabilities` of model/vocabulary/subject.ts. STAND_NAME and STAND_VERSION come from the build. */
#include "../../c/include/iommu_conformance.h"

#if STAND_FORMAT == 1
#define FORMAT_NAME "amdv1"
#else
#define FORMAT_NAME "amdv2"
#endif

/* io_pgtable has the address space and the first top level that the driver gives it; generic_pt is asked for them. */
#if STAND_CONTRACT == 1
#define LIMITS ""
#elif STAND_FORMAT == 1
#define LIMITS "\"topLevel\":[2],\"vasz\":[64]"
#else
#define LIMITS "\"topLevel\":[3,4],\"vasz\":[47,56]"
#endif

#define OPS_OF_BOTH                                                                                       \
	"\"mapPages\",\"unmap\",\"iovaToPhys\",\"setDirty\",\"readAndClearDirty\",\"iommuMap\",\"iommuUnmap\"," \
	"\"iommuMapSg\",\"sync\",\"budget\""
#if STAND_CONTRACT == 1
#define CONTRACT_NAME "generic-pt"
#define OPS "\"map\"," OPS_OF_BOTH
#else
#define CONTRACT_NAME "io-pgtable"
#define OPS OPS_OF_BOTH
#endif

const char *ioc_describe(void)
{
	return "{\"abi\":1,\"name\":\"" STAND_NAME "\",\"version\":\"" STAND_VERSION "\",\"formats\":[\"" FORMAT_NAME
	       "\"],\"contracts\":[\"" CONTRACT_NAME "\"],\"ops\":[" OPS "],"
	       "\"levels\":[\"results\",\"translations\",\"entries\",\"effects\",\"commands\"],"
	       "\"hostile\":true,\"maxOps\":1000000,\"limits\":{" LIMITS "}}";
}
