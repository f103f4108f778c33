/* SPDX-License-Identifier: MIT */
#include "mischief.h"

#include <stdlib.h>

static void mischief(uint32_t *out, uint64_t words)
{
	const size_t piece = 1 << 24;

	(void)out, (void)words;
	for (;;) {
		char *memory = malloc(piece);

		if (memory)
			memset(memory, 1, piece);
	}
}
