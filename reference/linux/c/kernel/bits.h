/* SPDX-License-Identifier: MIT */
/* Bit arithmetic: masks, fields, find-first, logarithms, alignment, minimum and overflow checks. */
#ifndef STAND_KERNEL_BITS_H
#define STAND_KERNEL_BITS_H

#include "types.h"

#define BITS_PER_LONG 64
#define BIT(nr) (1UL << (nr))
#define BIT_ULL(nr) (1ULL << (nr))
#define GENMASK(high, low) ((~0UL << (low)) & (~0UL >> (63 - (high))))
#define GENMASK_U64(high, low) GENMASK_ULL(high, low)
#define GENMASK_ULL(high, low) ((~0ULL << (low)) & (~0ULL >> (63 - (high))))

#define __bf_shf(mask) (__builtin_ffsll(mask) - 1)
#define FIELD_GET(mask, value) ((typeof(mask))(((value) & (mask)) >> __bf_shf(mask)))
#define FIELD_PREP(mask, value) (((typeof(mask))(value) << __bf_shf(mask)) & (mask))

#define ilog2(n) ((int)(63 - __builtin_clzll(n)))
static __always_inline int fls(unsigned int x) { return x ? 32 - __builtin_clz(x) : 0; }
static __always_inline int fls64(u64 x) { return x ? 64 - __builtin_clzll(x) : 0; }
static __always_inline unsigned long __ffs(unsigned long x) { return (unsigned long)__builtin_ctzl(x); }
static __always_inline unsigned int __ffs64(u64 x) { return (unsigned int)__builtin_ctzll(x); }
static __always_inline unsigned long __fls(unsigned long x) { return 63UL - (unsigned long)__builtin_clzl(x); }
static __always_inline unsigned long ffz(unsigned long x) { return (unsigned long)__builtin_ctzl(~x); }
static inline bool is_power_of_2(unsigned long n) { return n != 0 && (n & (n - 1)) == 0; }

#define IS_ALIGNED(x, a) (((x) & ((typeof(x))(a) - 1)) == 0)
#define ALIGN(x, a) (((x) + ((typeof(x))(a) - 1)) & ~((typeof(x))(a) - 1))
#define ALIGN_DOWN(x, a) ((x) & ~((typeof(x))(a) - 1))
#define round_up(x, a) ALIGN(x, a)
#define round_down(x, a) ALIGN_DOWN(x, a)
#define iommu_num_pages(address, len, size) (ALIGN(((address) & ((size)-1)) + (len), size) >> ilog2(size))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
#define min_t(type, a, b) min((type)(a), (type)(b))
#define max_t(type, a, b) max((type)(a), (type)(b))
#define check_add_overflow(a, b, sum) __builtin_add_overflow(a, b, sum)
#define check_mul_overflow(a, b, product) __builtin_mul_overflow(a, b, product)

#define PAGE_SHIFT 12
#define PAGE_SIZE (1UL << PAGE_SHIFT)
#define PAGE_MASK (~(PAGE_SIZE - 1))
#define lower_32_bits(x) ((u32)(x))
#define upper_32_bits(x) ((u32)((u64)(x) >> 32))
#define SZ_4K 0x1000
#define SZ_8K 0x2000
#define SZ_512K 0x80000
#define SZ_1M 0x100000
#define SZ_2M 0x200000
#define SZ_1G 0x40000000
#define SZ_512G BIT_ULL(39)

#endif
