/* SPDX-License-Identifier: MIT */
/*
 * The seam between the two halves of a library: the kernel half (kernel files, kernel/, engine_*.c) that sees no libc
 * header, and the stand (all other files) that sees no kernel header. stand_* is offered by
 * the stand, engine_* by the kernel half.
 */
#ifndef STAND_H
#define STAND_H

#include <stdint.h>

/* ---- the configuration and the op on hand ------------------------------------------------------------------------ */

struct stand_config {
	unsigned int top_level, vasz, oasz, sme_bit, domains, domain_type;
	int no_gaps, queued;
	uint64_t page_sizes;
};

enum stand_domain_type { STAND_PAGING = 0, STAND_IDENTITY = 1, STAND_BLOCKED = 2 };

struct stand_op {
	unsigned int kind, domain, prot, flags, page_lg, n_segments;
	uint64_t iova, oa, len;
	const uint32_t *segments; /* four words each: oa lo, hi; len lo, hi */
};

/* The counter `mapped` of a map counts in `value` itself, so that an op that does not return shows how far it came. */
struct stand_result {
	int ret;
	uint64_t value;
};

#define STAND_DOMAINS 2
#define STAND_MAX_SEGMENTS 4096
#define STAND_NOT_SUPPORTED 1 /* engine_run: this op is none of the engine's */

/* ---- effects ------------------------------------------------------------------------------------------------------ */

/* The event kinds of iommu_conformance.h that the kernel half reports. */
enum stand_event_kind {
	STAND_EV_SYNC = 1,
	STAND_EV_TOP = 2,
	STAND_EV_DIRTY = 3,
	STAND_EV_SYNC_MAP = 4,
	STAND_EV_GATHER = 5,
	STAND_EV_COMMAND = 6,
	STAND_EV_FLUSH = 9,
	STAND_EV_DTE_FLUSH = 10
};

void stand_event(unsigned int kind, unsigned int count, uint64_t start, uint64_t end);
void stand_warn(void);
void stand_bug(void) __attribute__((__noreturn__));

/* ---- table memory ------------------------------------------------------------------------------------------------- */

/* Pages of the arena, reserved but backed only where touched. */
#define STAND_PAGES (1u << 20)
#define STAND_STRAY_PAGES 256
#define STAND_ARENA_BYTES ((uint64_t)STAND_PAGES << 12)
/* Where the arena lies in "physical" space before the gap for the C-bit is made: far from addresses that traces use. */
#define STAND_PHYS_BASE 0x53a9c12345000ull

struct stand_memory {
	uint8_t *arena;	    /* table pages */
	uint8_t *nowhere;   /* a page that faults */
	uint64_t below_gap; /* bits of a physical address below the C-bit; all ones without one */
	uint64_t gap;	    /* the C-bit, or 0 */
};
extern struct stand_memory stand_memory;

/* A zeroed table page on behalf of the op's domain, or NULL where its budget is used up. */
void *stand_alloc_page(void);
/* Gives a table page back. Anything that is no live table page is a stray free: reported, and ignored. */
void stand_free_page(const void *page);
/* Index into the pool of struct pages that stand for addresses outside of the arena, used in turn. */
unsigned int stand_next_stray(void);

static inline uint64_t stand_page_index(const void *virt)
{
	return (uint64_t)((const uint8_t *)virt - stand_memory.arena) >> 12;
}

static inline void *stand_page_at(uint64_t index)
{
	return stand_memory.arena + (index << 12);
}

static inline uint64_t stand_phys_of(const void *virt)
{
	uint64_t linear = STAND_PHYS_BASE + (uint64_t)((const uint8_t *)virt - stand_memory.arena);
	uint64_t below = stand_memory.below_gap;

	return (linear & below) | ((linear & ~below) << 1);
}

static inline void *stand_virt_of(uint64_t phys)
{
	uint64_t below = stand_memory.below_gap;
	uint64_t offset = ((phys & below) | ((phys & ~below) >> 1)) - STAND_PHYS_BASE;

	if (__builtin_expect((phys & stand_memory.gap) != 0 || offset >= STAND_ARENA_BYTES, 0))
		return stand_memory.nowhere + (phys & 0xfff);
	return stand_memory.arena + offset;
}

/* ---- the kernel half ---------------------------------------------------------------------------------------------- */

/* Sets up domain `d` as the driver does, with an empty trace gather; 0 or a negative errno. */
int engine_create(unsigned int d, const struct stand_config *config);
/* Runs one op (not sync of nothing, not budget); STAND_NOT_SUPPORTED or 0. */
int engine_run(const struct stand_op *op, struct stand_result *result);
/* The core's iommu_iova_to_phys. */
uint64_t engine_iova_to_phys(unsigned int d, uint64_t iova);
/* Level and memory of the top table; NULL where the domain has none. */
const uint64_t *engine_top(unsigned int d, unsigned int *level);
/* A spinlock was released: the top that was published under it is reported. */
void engine_lock_released(void);
/* Frees the tables on the trace gather, then the domain. */
void engine_destroy(unsigned int d);
/* Page-size bitmap and last address of the aperture of domain `d`. */
void engine_info(unsigned int d, uint64_t *bitmap, uint64_t *aperture_end);

#endif
