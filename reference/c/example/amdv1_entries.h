/* SPDX-License-Identifier: MIT
 *
 * amdv1_entries.h - part of amdv1.c: a domain, and its table entries bit by bit.
 */
#ifndef AMDV1_ENTRIES_H
#define AMDV1_ENTRIES_H

#include "ioc_core.h"

#define PR (1ull << 0)
#define DIRTY (1ull << 6)
#define NEXT_LEVEL(e) ((unsigned)((e) >> 9) & 7)
#define NL_REPLICATED 7
#define FC (1ull << 60)
#define IR (1ull << 61)
#define IW (1ull << 62)
#define ITEMS IOC_TABLE_ITEMS
#define MAX_TOP 5
#define ALL_SIZES 0x000fff7ffffff000ull /* 2^12 ... 2^51 but for 2^39 */

struct domain {
	struct ioc_domain core; /* first: the driver's functions get a pointer to it */
	uint32_t root;		/* number of the top table, 0 for a domain without tables */
	unsigned top, vasz, oasz;
	uint64_t c_bit;
};

static struct domain *domain_of(struct ioc_domain *core)
{
	return (struct domain *)core;
}

static unsigned item_lg(unsigned level)
{
	return 12 + 9 * level;
}

static unsigned item_index(unsigned level, uint64_t va)
{
	return va >> item_lg(level) & (ITEMS - 1);
}

static bool is_table(unsigned level, uint64_t e)
{
	return e & PR && level > 0 && NEXT_LEVEL(e) != 0 && NEXT_LEVEL(e) != NL_REPLICATED;
}

static uint64_t pointer(const struct domain *d, unsigned level, uint32_t child)
{
	return PR | (uint64_t)level << 9 | ioc_table_address(child) | IR | IW | d->c_bit;
}

static uint64_t leaf(const struct domain *d, unsigned lg, uint64_t oa, unsigned prot)
{
	uint64_t e = PR | (oa & IOC_PTE_ADDRESS) | FC | (prot & 1 ? IR : 0) | (prot & 2 ? IW : 0);

	if ((lg - 12) % 9) /* the ones in bits 12 ... lg-2, ended by the zero in bit lg-1, say how large it is */
		e |= (uint64_t)NL_REPLICATED << 9 | ((1ull << (lg - 1)) - 1) >> 12 << 12;
	return prot & 16 ? e : e | d->c_bit;
}

static unsigned leaf_lg(unsigned level, uint64_t e)
{
	return NEXT_LEVEL(e) == 0 ? item_lg(level) : item_lg(level) + __builtin_ctzll(~(e >> (item_lg(level) - 1)));
}

static uint64_t leaf_oa(const struct domain *d, unsigned level, uint64_t e)
{
	return e & ~d->c_bit & IOC_PTE_ADDRESS & -(1ull << leaf_lg(level, e));
}

/* Largest size that both addresses are aligned to and that the rest [va, last] can hold; 0 for none. */
static unsigned best_lg(const struct domain *d, uint64_t va, uint64_t last, uint64_t oa)
{
	uint64_t rest = 1ull << (63 - __builtin_clzll(last - va + 1));
	unsigned limit = __builtin_ctzll(va | oa | rest);
	uint64_t fit = d->core.sizes & (limit == 63 ? ~0ull : (2ull << limit) - 1);

	return fit ? 63 - __builtin_clzll(fit) : 0;
}

/* True if a table of level `top` translates up to `last`. */
static bool reaches(const struct domain *d, unsigned top, uint64_t last)
{
	unsigned reach = item_lg(top) + 9 < d->vasz ? item_lg(top) + 9 : d->vasz;

	return reach >= 64 || last >> reach == 0;
}

#endif
