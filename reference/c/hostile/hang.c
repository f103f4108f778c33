/* SPDX-License-Identifier: MIT */
#include "mischief.h"

static void mischief(uint32_t *out, uint64_t words)
{
	volatile int forever = 1;

	(void)out, (void)words;
	while (forever)
		;
}
