/* SPDX-License-Identifier: MIT */
#include "mischief.h"

#include <stdio.h>
#include <stdlib.h>

static void mischief(uint32_t *out, uint64_t words)
{
	(void)out, (void)words;
	fputs("page table is upside down\n", stderr);
	abort();
}
