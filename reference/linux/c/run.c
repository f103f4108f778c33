// SPDX-License-Identifier: MIT
/* Runs one trace: fresh domains, the ops in order, a record of each, teardown, the end record. */
#define _GNU_SOURCE
#include <string.h>
#include <time.h>

#include "guard.h"
#include "memory.h"
#include "record.h"
#include "stand.h"
#include "walk.h"

#define UNLIMITED_BUDGET 0xffffffffull

unsigned long sme_me_mask;

static struct {
	struct stand_config config;
	const uint32_t *ops, *segments;
	uint32_t n_ops, flags, next; /* next: the op that runs or runs next */
	uint32_t times;
	int reporting, refused;
	unsigned int created; /* domains that exist */
	unsigned int casualty;
	struct stand_op op;
	struct stand_result result;
	uint64_t aperture_end;
} run;

static uint64_t u64_of(const uint32_t *words)
{
	return words[0] | (uint64_t)words[1] << 32;
}

/* A configuration that the libraries of this format and generation cannot have is refused. */
static int decode_config(const uint32_t *words, struct stand_config *config)
{
	if (words[IOC_CFG_ABI] != IOC_ABI_VERSION || words[IOC_CFG_FORMAT] != STAND_FORMAT ||
	    words[IOC_CFG_CONTRACT] != STAND_CONTRACT || words[IOC_CFG_DOMAINS] < 1 ||
	    words[IOC_CFG_DOMAINS] > STAND_DOMAINS || words[IOC_CFG_DOMAIN_TYPE] > STAND_BLOCKED ||
	    words[IOC_CFG_SME_BIT] > 51 || (words[IOC_CFG_SME_BIT] != 0 && words[IOC_CFG_SME_BIT] < 12))
		return -1;
	config->top_level = words[IOC_CFG_TOP_LEVEL];
	config->vasz = words[IOC_CFG_VASZ];
	config->oasz = words[IOC_CFG_OASZ];
	config->sme_bit = words[IOC_CFG_SME_BIT];
	config->no_gaps = words[IOC_CFG_NO_GAPS] != 0;
	config->queued = words[IOC_CFG_QUEUED] != 0;
	config->domains = words[IOC_CFG_DOMAINS];
	config->domain_type = words[IOC_CFG_DOMAIN_TYPE];
	config->page_sizes = u64_of(words + IOC_CFG_PAGE_SIZES_LO);
	return 0;
}

/* Reads the op and moves past its segments; a length that the kind has from its segments is summed up. */
static void decode_op(const uint32_t *words)
{
	struct stand_op *op = &run.op;

	op->kind = words[IOC_OP_KIND];
	op->domain = words[IOC_OP_DOMAIN];
	op->prot = words[IOC_OP_PROT];
	op->flags = words[IOC_OP_FLAGS];
	op->page_lg = words[IOC_OP_PAGE_LG];
	op->n_segments = words[IOC_OP_SEGMENTS];
	op->iova = u64_of(words + IOC_OP_IOVA);
	op->oa = u64_of(words + IOC_OP_OA);
	op->len = u64_of(words + IOC_OP_LEN);
	op->segments = run.segments;
	run.segments += (size_t)op->n_segments * IOC_SEGMENT_WORDS;
	if (op->kind != IOC_IOMMU_MAP_SG)
		return;
	op->len = 0;
	for (unsigned int i = 0; i < op->n_segments; i++)
		op->len += u64_of(op->segments + i * IOC_SEGMENT_WORDS + 2);
}

static void create_domains(void)
{
	run.refused = 0;
	for (run.created = 0; run.created < run.config.domains; run.created++) {
		stand_accounts.domain = run.created;
		if (engine_create(run.created, &run.config) != 0) {
			run.refused = 1;
			return;
		}
	}
}

static int has_range(unsigned int kind)
{
	return kind != IOC_SYNC && kind != IOC_BUDGET;
}

/* Last byte of the op's range: iova where it has no length or wraps. */
static uint64_t last_byte(const struct stand_op *op)
{
	int one = op->kind == IOC_IOVA_TO_PHYS || op->kind == IOC_SET_DIRTY || op->len == 0;
	uint64_t last = one ? op->iova : op->iova + op->len - 1;

	return last < op->iova ? op->iova : last;
}

static void report_trees(void)
{
	for (unsigned int d = 0; d < run.created; d++) {
		unsigned int level = 0;
		const uint64_t *top = engine_top(d, &level);

		record_marker(d, level, stand_accounts.live[d]);
		if (top)
			walk_tree(top, level, run.flags & IOC_RUN_RAW_POINTERS);
	}
}

static void report_entries(void)
{
	const struct stand_op *op = &run.op;
	unsigned int level = 0;
	const uint64_t *top = engine_top(op->domain, &level);
	struct walk_window window = { op->iova >> 12, last_byte(op) >> 12 };

	if (run.flags & IOC_RUN_TREE_EACH)
		report_trees();
	else if ((run.flags & IOC_RUN_WINDOWS) && has_range(op->kind) && top)
		walk_window(top, level, window, run.flags & IOC_RUN_RAW_POINTERS);
}

static void report_edges(void)
{
	const struct stand_op *op = &run.op;

	if (!(run.flags & IOC_RUN_EDGES) || !has_range(op->kind))
		return;
	record_set64(IOC_W_FIRST_PHYS, engine_iova_to_phys(op->domain, op->iova));
	record_set64(IOC_W_LAST_PHYS, engine_iova_to_phys(op->domain, last_byte(op)));
}

static void report_result(unsigned int casualty)
{
	uint32_t warnings = record_warnings();
	unsigned int level = 0;

	engine_top(run.op.domain, &level);
	record_set(IOC_W_RET, (uint32_t)run.result.ret);
	record_set64(IOC_W_VALUE, run.result.value);
	record_set(IOC_W_STATUS, (warnings < 0xff ? warnings : 0xff) | casualty);
	record_set(IOC_W_TOP_LEVEL, level);
	record_set(IOC_W_LIVE_TABLES, stand_accounts.live[run.op.domain]);
	record_set(IOC_W_ALLOCATIONS, stand_accounts.allocations);
	record_set(IOC_W_FREES, stand_accounts.frees);
}

static void run_op(void)
{
	struct stand_op *op = &run.op;

	run.result.ret = 0;
	run.result.value = 0;
	stand_accounts.domain = op->domain;
	stand_accounts.allocations = stand_accounts.frees = 0;
	if (op->kind == IOC_BUDGET)
		stand_accounts.budget[op->domain] = op->len >> 12 == UNLIMITED_BUDGET ? BUDGET_UNLIMITED : op->len >> 12;
	else
		run.refused = engine_run(op, &run.result);
}

/*
 * CPU time that the op may use: more than it needs by far, little enough that a search meets many that hang. A map
 * writes each of its pages; every op may look at all tables.
 */
static unsigned int limit_of(const struct stand_op *op)
{
	int is_map = op->kind == IOC_MAP || op->kind == IOC_MAP_PAGES || op->kind == IOC_IOMMU_MAP || op->kind == IOC_IOMMU_MAP_SG;
	uint64_t ms = 50 + stand_accounts.live[op->domain] / 100 + (is_map ? op->len >> 26 : 0);

	return ms < GUARD_LONGEST_MS ? (unsigned int)ms : GUARD_LONGEST_MS;
}

static void run_ops(void)
{
	for (; run.next < run.n_ops; run.next++) {
		decode_op(run.ops + (size_t)run.next * IOC_OP_WORDS);
		if (run.op.domain >= run.config.domains || run.op.kind > IOC_BUDGET) {
			run.refused = 1;
			return;
		}
		record_begin();
		guard_limit(limit_of(&run.op));
		run_op();
		guard_limit(GUARD_LONGEST_MS);
		if (run.refused)
			return;
		if (run.reporting) {
			/* Edges before entries: the record's runs come last. */
			report_edges();
			report_result(0);
			report_entries();
			record_end();
		}
	}
}

/* The op did not return: what it did until then is reported. Its ret is 0; its value is as far as it came. */
static void report_casualty(void)
{
	run.result.ret = 0;
	report_result(run.casualty);
	report_entries();
	record_end();
}

static void report_end(void)
{
	unsigned int level = 0;

	record_begin();
	engine_top(0, &level);
	record_set(IOC_W_TOP_LEVEL, level);
	if (run.flags & IOC_RUN_TREE_END)
		report_trees();
}

static void destroy_domains(void)
{
	while (run.created > 0) {
		run.created--;
		engine_destroy(run.created);
	}
}

static void run_trace(void)
{
	unsigned int casualty;

	memory_reset(run.config.sme_bit);
	sme_me_mask = stand_memory.gap;
	run.next = 0;
	run.segments = run.ops + (size_t)run.n_ops * IOC_OP_WORDS;
	run.casualty = guard_step(create_domains);
	if (run.casualty != 0)
		run.refused = 1;
	if (run.refused)
		return;
	run.casualty = guard_step(run_ops);
	if (run.refused)
		return;
	if (run.casualty != 0) {
		guard_step(report_edges);
		guard_step(report_casualty);
	}
	guard_step(report_end);
	record_mute(1);
	stand_accounts.frees = 0;
	casualty = guard_step(destroy_domains);
	record_mute(0);
	record_set(IOC_W_STATUS, record_warnings() | casualty);
	record_set(IOC_W_VALUE, stand_accounts.frees);
	record_set(IOC_W_LIVE_TABLES, stand_accounts.live[0] + stand_accounts.live[1]);
	record_end();
}

static void run_times(void)
{
	for (uint32_t i = 0; i < run.times; i++)
		run_trace();
}

static int start(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t flags, int reporting)
{
	if (memory_init() != 0 || decode_config(config, &run.config) != 0)
		return -1;
	run.ops = ops;
	run.n_ops = n_ops;
	run.flags = flags;
	run.reporting = reporting;
	return 0;
}

int64_t ioc_run(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t flags, uint32_t *out,
		uint64_t out_words)
{
	if (start(config, ops, n_ops, flags, 1) != 0)
		return -2;
	record_start(out, out_words);
	if (guard_run(run_trace) != 0 || (run.refused && run.next == 0 && run.created < run.config.domains))
		return -2;
	return run.refused ? -3 : record_finish();
}

uint64_t ioc_time_native(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t times)
{
	struct timespec before, after;

	if (start(config, ops, n_ops, 0, 0) != 0)
		return 0;
	record_start(NULL, 0);
	run.times = times;
	clock_gettime(CLOCK_MONOTONIC, &before);
	guard_run(run_times);
	clock_gettime(CLOCK_MONOTONIC, &after);
	return (uint64_t)(after.tv_sec - before.tv_sec) * 1000000000u + (uint64_t)(after.tv_nsec - before.tv_nsec);
}

static void ask_info(void)
{
	memory_reset(run.config.sme_bit);
	sme_me_mask = stand_memory.gap;
	run.config.domains = 1;
	stand_accounts.domain = 0;
	run.result.ret = engine_create(0, &run.config);
	if (run.result.ret != 0)
		return;
	engine_info(0, &run.result.value, &run.aperture_end);
	engine_destroy(0);
}

static void get_info(void)
{
	if (guard_step(ask_info) != 0)
		run.result.ret = -22;
}

int32_t ioc_get_info(const uint32_t *config, uint64_t *bitmap, uint64_t *aperture_end)
{
	if (start(config, NULL, 0, 0, 0) != 0)
		return -22;
	record_start(NULL, 0);
	if (guard_run(get_info) != 0)
		return -12;
	*bitmap = run.result.value;
	*aperture_end = run.aperture_end;
	return run.result.ret;
}
