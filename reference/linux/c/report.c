// SPDX-License-Identifier: MIT
#include "trace.h"
#include "memory.h"
#include "record.h"
#include "walk.h"

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

void report_entries(void)
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

void report_edges(void)
{
	const struct stand_op *op = &run.op;

	if (!(run.flags & IOC_RUN_EDGES) || !has_range(op->kind))
		return;
	record_set64(IOC_W_FIRST_PHYS, engine_iova_to_phys(op->domain, op->iova));
	record_set64(IOC_W_LAST_PHYS, engine_iova_to_phys(op->domain, last_byte(op)));
}

void report_result(unsigned int casualty)
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

/* The op did not return: what it did until then is reported. Its ret is 0; its value is as far as it came. */
void report_casualty(void)
{
	run.result.ret = 0;
	report_result(run.casualty);
	report_entries();
	record_end();
}

void report_end(void)
{
	unsigned int level = 0;

	record_begin();
	engine_top(0, &level);
	record_set(IOC_W_TOP_LEVEL, level);
	if (run.flags & IOC_RUN_TREE_END)
		report_trees();
}
