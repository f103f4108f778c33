// SPDX-License-Identifier: MIT
/* What the library exports. */
#include <time.h>

#include "trace.h"
#include "guard.h"
#include "memory.h"
#include "record.h"

static void run_times(void)
{
	for (uint32_t i = 0; i < run.times; i++)
		run_trace();
}

/* The arena is address space of its own: taken at load, before the suite's child limits what may still be taken. */
__attribute__((constructor)) static void at_load(void)
{
	memory_init();
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
	run_reset();
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
