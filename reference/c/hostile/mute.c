/* SPDX-License-Identifier: MIT */
#include "iommu_conformance.h"

const char *ioc_describe(void)
{
	return "I am a page table";
}

int64_t ioc_run(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t flags, uint32_t *out,
		uint64_t out_words)
{
	(void)config, (void)ops, (void)n_ops, (void)flags, (void)out, (void)out_words;
	return -2;
}
