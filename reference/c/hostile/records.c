/* SPDX-License-Identifier: MIT */
#include "mischief.h"

/* A record that says it has more events than it has words. */
static void mischief(uint32_t *out, uint64_t words)
{
	(void)words;
	out[7 * IOC_HEADER_WORDS + IOC_W_EVENTS] = 1000;
}
