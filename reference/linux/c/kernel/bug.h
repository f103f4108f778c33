/* SPDX-License-Identifier: MIT */
/* BUG and WARN: the stand hears of each, every time (a WARN_ON_ONCE too). BUG does not return. */
#ifndef STAND_KERNEL_BUG_H
#define STAND_KERNEL_BUG_H

#include "../stand.h"
#include "types.h"

#define BUG() stand_bug()
#define BUG_ON(condition)              \
	do {                           \
		if (unlikely(condition)) \
			stand_bug();   \
	} while (0)
#define WARN_ON(condition)                \
	({                                \
		bool warn_ = !!(condition); \
		if (unlikely(warn_))      \
			stand_warn();     \
		unlikely(warn_);          \
	})
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#define WARN(condition, ...) WARN_ON(condition)
#define WARN_ONCE(condition, ...) WARN_ON(condition)

extern void stand_build_bug(void) __attribute__((__error__("BUILD_BUG")));
#define BUILD_BUG() stand_build_bug()
#define BUILD_BUG_ON(condition) _Static_assert(!(condition), "" #condition)

#define pr_err(...) ((void)0)
#define pr_warn(...) ((void)0)
#define pr_debug(...) ((void)0)
#define pr_info(...) ((void)0)

#endif
