/* SPDX-License-Identifier: MIT */
/* Integer types, errno and compiler attributes by the names that kernel code knows them by. */
#ifndef STAND_KERNEL_TYPES_H
#define STAND_KERNEL_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned __int128 u128;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;
typedef u8 __u8;
typedef u16 __u16;
typedef u32 __u32;
typedef u64 __u64;
typedef s8 __s8;
typedef s16 __s16;
typedef s32 __s32;
typedef s64 __s64;
typedef u64 __aligned_u64 __attribute__((aligned(8)));
typedef u64 __aligned_le64 __attribute__((aligned(8)));
typedef u16 __le16;
typedef u32 __le32;
typedef u64 __le64;
typedef long ssize_t;
typedef long long loff_t;
typedef u64 phys_addr_t;
typedef u64 dma_addr_t;
typedef unsigned int gfp_t;
typedef unsigned long pgoff_t;
typedef unsigned int ioasid_t;
typedef int pid_t;
typedef int irqreturn_t;
typedef unsigned int uint;

#define U8_MAX ((u8)~0)
#define U32_MAX ((u32)~0U)
#define U64_MAX ((u64)~0ULL)
#define INT_MAX ((int)(~0U >> 1))
#define UINT_MAX (~0U)
#define ULONG_MAX (~0UL)
#define SIZE_MAX (~(size_t)0)
#define PHYS_ADDR_MAX (~(phys_addr_t)0)

#define ENOENT 2
#define EIO 5
#define ENXIO 6
#define EAGAIN 11
#define ENOMEM 12
#define EFAULT 14
#define EBUSY 16
#define ENODEV 19
#define EINVAL 22
#define ENOSPC 28
#define ERANGE 34
#define EOVERFLOW 75
#define EPROTOTYPE 91
#define EOPNOTSUPP 95
#define EADDRINUSE 98

#define MAX_ERRNO 4095
#define IS_ERR_VALUE(x) unlikely((unsigned long)(void *)(x) >= (unsigned long)-MAX_ERRNO)
static inline void *ERR_PTR(long error) { return (void *)error; }
static inline long PTR_ERR(const void *ptr) { return (long)ptr; }
static inline bool IS_ERR(const void *ptr) { return (unsigned long)ptr >= (unsigned long)-MAX_ERRNO; }

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define __always_inline inline __attribute__((__always_inline__))
#define __maybe_unused __attribute__((__unused__))
#define __printf(a, b) __attribute__((__format__(printf, a, b)))
#define __packed __attribute__((__packed__))
#define __aligned(x) __attribute__((__aligned__(x)))
#define __rcu
#define __user
#define __iomem
#define __init
#define __initdata
#define __ro_after_init
#define __read_mostly
#define fallthrough __attribute__((__fallthrough__))
#define static_assert(expr, ...) _Static_assert(expr, "" #expr)
#define barrier() __asm__ __volatile__("" ::: "memory")
#define EXPORT_SYMBOL(sym)
#define EXPORT_SYMBOL_GPL(sym)
#define EXPORT_SYMBOL_NS_GPL(sym, ns)
#define MODULE_LICENSE(text)
#define MODULE_DESCRIPTION(text)
#define MODULE_IMPORT_NS(ns)

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define sizeof_field(type, member) sizeof(((type *)0)->member)
#define offsetofend(type, member) (offsetof(type, member) + sizeof_field(type, member))
#define container_of(ptr, type, member) ((type *)((char *)(ptr)-offsetof(type, member)))

#define __stringify_1(...) #__VA_ARGS__
#define __stringify(...) __stringify_1(__VA_ARGS__)
#define __CONCAT_2(a, b) a##b
#define CONCATENATE(a, b) __CONCAT_2(a, b)

/* IS_ENABLED(CONFIG_X) is 1 if CONFIG_X is defined as 1 on the command line, else 0. */
#define __CONFIG_PLACEHOLDER_1 0,
#define __second_of(ignored, value, ...) value
#define __is_defined_2(placeholder_or_junk) __second_of(placeholder_or_junk 1, 0)
#define __is_defined_1(value) __is_defined_2(__CONFIG_PLACEHOLDER_##value)
#define IS_ENABLED(option) __is_defined_1(option)
#define IS_BUILTIN(option) IS_ENABLED(option)

#endif
