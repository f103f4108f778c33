/* SPDX-License-Identifier: MIT */
/* Memory functions, for the kernel half, which sees no libc header. */
#ifndef STAND_KERNEL_STRING_H
#define STAND_KERNEL_STRING_H

#include <stddef.h>

void *memset(void *to, int value, size_t n);
void *memcpy(void *to, const void *from, size_t n);

#endif
