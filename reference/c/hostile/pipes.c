/* SPDX-License-Identifier: MIT */
#include "mischief.h"

#include <unistd.h>

/* Writes into every file descriptor that it can find. */
static void mischief(uint32_t *out, uint64_t words)
{
	int fd;

	for (fd = 0; fd < 16; fd++)
		if (write(fd, out, words * sizeof(*out)) < 0)
			continue;
}
