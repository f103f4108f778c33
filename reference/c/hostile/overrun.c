/* SPDX-License-Identifier: MIT */
/* Says that it wrote more than there was room for. */
#define RETURNS (n_ops > 7 ? 1 << 30 : words)
#include "mischief.h"

static void mischief(uint32_t *out, uint64_t words)
{
	(void)out, (void)words;
}
