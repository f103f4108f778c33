/* SPDX-License-Identifier: MIT */
#include "mischief.h"

#include <stdio.h>

static void mischief(uint32_t *out, uint64_t words)
{
	int i;

	(void)out, (void)words;
	for (i = 0; i < 1000; i++) {
		puts("chatter on stdout");
		fputs("chatter on stderr\n", stderr);
	}
	fflush(stdout);
}
