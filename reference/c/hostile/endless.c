/* SPDX-License-Identifier: MIT */
#include "mischief.h"

/* A record that reaches past the end of all records. */
static void mischief(uint32_t *out, uint64_t words)
{
	(void)words;
	out[7 * IOC_HEADER_WORDS + IOC_W_LENGTH] = 0xfffffff0;
}
