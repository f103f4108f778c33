/* SPDX-License-Identifier: MIT
 *
 * A subject that does nothing right or wrong but answer "not mapped", and calls mischief() in its op 7. The files
 * beside this one define mischief(): they put the harness on the stand, not a page table.
 */
#ifndef MISCHIEF_H
#define MISCHIEF_H

#include "iommu_conformance.h"

#ifndef RETURNS
#define RETURNS words
#endif

#ifndef ABI
#define ABI "1"
#endif

static void mischief(uint32_t *out, uint64_t words);

const char *ioc_describe(void)
{
	return "{\"abi\":" ABI ",\"name\":\"hostile\",\"version\":\"0\",\"formats\":[\"amdv1\"],"
	       "\"contracts\":[\"generic-pt\"],\"ops\":[\"iovaToPhys\"],\"levels\":[\"results\"],"
	       "\"hostile\":true,\"maxOps\":1000,\"limits\":{}}";
}

int64_t ioc_run(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t flags, uint32_t *out,
		uint64_t out_words)
{
	uint32_t i, words = (n_ops + 1) * IOC_HEADER_WORDS;

	(void)config, (void)ops, (void)flags;
	if (out_words < words)
		return -1;
	memset(out, 0, words * sizeof(*out));
	for (i = 0; i <= n_ops; i++)
		out[i * IOC_HEADER_WORDS + IOC_W_LENGTH] = IOC_HEADER_WORDS;
	if (n_ops > 7)
		mischief(out, words);
	return RETURNS;
}
#endif
