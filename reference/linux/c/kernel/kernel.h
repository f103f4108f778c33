/* SPDX-License-Identifier: MIT */
/*
 * All that the kernel files on the stand need of the kernel, in our own words. It is included before each of them
 * (gcc -include); the headers that they name and that are not taken from the tree are empty files made by the build.
 */
#ifndef STAND_KERNEL_H
#define STAND_KERNEL_H

#include "types.h"
#include "bits.h"
#include "bug.h"
#include "list.h"
#include "atomic.h"
#include "memory.h"
#include "device.h"

#endif
