/* SPDX-License-Identifier: MIT */
#include "mischief.h"

static void mischief(uint32_t *out, uint64_t words)
{
	(void)out, (void)words;
	*(volatile int *)8 = 1;
}
