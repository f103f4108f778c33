// SPDX-License-Identifier: MIT
/* Runs one trace: fresh domains, the ops in order, a record of each, teardown, the end record. */
#include "trace.h"
#include "guard.h"
#include "memory.h"
#include "record.h"

#define UNLIMITED_BUDGET 0xffffffffull

unsigned long sme_me_mask;
struct stand_run run;

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
	uint64_t ms = 20 + stand_accounts.live[op->domain] / 100 + (is_map ? op->len >> 26 : 0);

	return ms < GUARD_LONGEST_MS ? (unsigned int)ms : GUARD_LONGEST_MS;
}

static void run_ops(void)
{
	for (; run.next < run.n_ops; run.next++) {
		decode_op();
		if (run.op.domain >= run.config.domains || run.op.kind > IOC_BUDGET ||
		    run.op.n_segments > STAND_MAX_SEGMENTS) {
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

static void destroy_domains(void)
{
	while (run.created > 0) {
		run.created--;
		engine_destroy(run.created);
	}
}

void run_reset(void)
{
	memory_reset(run.config.sme_bit);
	sme_me_mask = stand_memory.gap;
}

void run_trace(void)
{
	unsigned int casualty;

	run_reset();
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
