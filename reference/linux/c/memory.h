/* SPDX-License-Identifier: MIT */
/* What the stand keeps of table pages beyond what the kernel half sees (stand.h). */
#ifndef STAND_MEMORY_H
#define STAND_MEMORY_H

#include "stand.h"

#define BUDGET_UNLIMITED UINT64_MAX

struct stand_accounts {
	unsigned int domain;		/* domain of the op that runs */
	uint64_t budget[STAND_DOMAINS]; /* allocations that still succeed */
	uint32_t live[STAND_DOMAINS];	/* pages allocated by ops of the domain and not freed */
	uint32_t allocations, frees;	/* since the op began */
};
extern struct stand_accounts stand_accounts;

/* Reserves the arena once; −1 if the system refuses. */
int memory_init(void);
/* Forgets every page; costs time in proportion to the pages that the last trace used. */
void memory_reset(unsigned int sme_bit);

#endif
