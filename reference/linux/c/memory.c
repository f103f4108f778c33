// SPDX-License-Identifier: MIT
/* The arena of table pages: budgeted allocation, live counts by domain, stray frees. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/mman.h>

#include "guard.h"
#include "memory.h"
#include "record.h"

/* Pages that stay backed by memory between traces; a trace that used more gives the rest back to the system. */
#define KEPT_PAGES (1u << 14)

struct stand_memory stand_memory;
struct stand_accounts stand_accounts;

/* Owner of each page: 0 free, else domain + 1. Free pages are reused last in, first out. */
static uint8_t owner[STAND_PAGES];
static uint32_t free_pages[STAND_PAGES];
static uint32_t n_free, n_used, next_stray;

static void *reserve(uint64_t bytes, int prot)
{
	void *at = mmap(NULL, bytes, prot, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

int memory_init(void)
{
	if (stand_memory.arena)
		return 0;
	stand_memory.nowhere = reserve(2 * 4096, PROT_NONE);
	stand_memory.arena = stand_memory.nowhere ? reserve(STAND_ARENA_BYTES, PROT_READ | PROT_WRITE) : NULL;
	return stand_memory.arena ? 0 : -1;
}

void memory_reset(unsigned int sme_bit)
{
	if (n_used > KEPT_PAGES)
		madvise(stand_page_at(KEPT_PAGES), (uint64_t)(n_used - KEPT_PAGES) << 12, MADV_DONTNEED);
	memset(owner, 0, n_used);
	n_free = n_used = next_stray = 0;
	memset(&stand_accounts, 0, sizeof(stand_accounts));
	for (unsigned int d = 0; d < STAND_DOMAINS; d++)
		stand_accounts.budget[d] = BUDGET_UNLIMITED;
	stand_memory.gap = sme_bit ? 1ull << sme_bit : 0;
	stand_memory.below_gap = stand_memory.gap - 1;
}

void *stand_alloc_page(void)
{
	unsigned int domain = stand_accounts.domain;
	uint32_t index;
	void *page;

	if (stand_accounts.budget[domain] == 0 || (n_free == 0 && n_used == STAND_PAGES))
		return NULL;
	if (stand_accounts.budget[domain] != BUDGET_UNLIMITED)
		stand_accounts.budget[domain]--;
	if (n_free) {
		index = free_pages[--n_free];
	} else {
		index = n_used++;
		guard_extend();
	}
	owner[index] = (uint8_t)(domain + 1);
	stand_accounts.live[domain]++;
	stand_accounts.allocations++;
	page = stand_page_at(index);
	memset(page, 0, 4096);
	return page;
}

void stand_free_page(const void *page)
{
	uint64_t index = stand_page_index(page);

	if (!page)
		return;
	if (index >= STAND_PAGES || owner[index] == 0 || ((uintptr_t)page & 0xfff) != 0) {
		record_free(IOC_EV_STRAY_FREE);
		return;
	}
	stand_accounts.live[owner[index] - 1]--;
	owner[index] = 0;
	free_pages[n_free++] = (uint32_t)index;
	stand_accounts.frees++;
	record_free(IOC_EV_FREED);
}

unsigned int stand_next_stray(void)
{
	return next_stray++ % STAND_STRAY_PAGES;
}
