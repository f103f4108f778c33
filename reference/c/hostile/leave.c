/* SPDX-License-Identifier: MIT */
#include "mischief.h"

#include <stdlib.h>

static void mischief(uint32_t *out, uint64_t words)
{
	(void)out, (void)words;
	exit(3);
}
