/* SPDX-License-Identifier: MIT */
#include "mischief.h"

static void mischief(uint32_t *out, uint64_t words)
{
	(void)out, (void)words;
}

__attribute__((constructor)) static void load(void)
{
	*(volatile int *)8 = 1;
}
