/* SPDX-License-Identifier: MIT
 *
 * ioc_subject.h - ioc_run() for an author who fills in a `struct ioc_subject`: five functions over a state of their own.
 *
 * It runs the ops in order, asks for the translations of the edges, walks the tables for the entry runs, and writes
 * the end record after teardown. reference/c/example/hello.c is the smallest subject on top of it.
 */
#ifndef IOC_SUBJECT_H
#define IOC_SUBJECT_H

#include "ioc_writer.h"

#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What one op gave; all zero before it. Events and frees go to the writer as they happen. */
struct ioc_result {
	int32_t ret;
	uint64_t value;
	uint32_t status; /* warnings in the low byte, IOC_STATUS_* */
	uint32_t allocations;
};

struct ioc_subject {
	/* Fresh domains with their top tables; NULL if the configuration is refused. */
	void *(*open)(const struct ioc_config *config);
	/* Runs one op; 0, or -3 if it is not supported. `effects` is NULL where nobody looks. */
	int (*apply)(void *state, const struct ioc_decoded_op *op, struct ioc_result *result, struct ioc_writer *effects);
	/* iommu_iova_to_phys() of a domain; NULL if the subject does not report translations. */
	uint64_t (*phys)(void *state, uint32_t domain, uint64_t iova);
	/* The tables of a domain as they are now; NULL if the subject does not report entries. */
	struct ioc_tree (*tree)(void *state, uint32_t domain);
	/* Frees the gathers' tables, then the domains. Returns the pages freed; `*leaked` = those still allocated. */
	uint32_t (*close)(void *state, uint32_t *leaked);
};

/* The trees of all domains, each behind its marker. */
static inline void ioc_trees(struct ioc_writer *w, const struct ioc_subject *subject, void *state, uint32_t domains,
			     uint32_t flags)
{
	uint32_t domain;

	for (domain = 0; domain < domains; domain++) {
		struct ioc_tree tree = subject->tree(state, domain);

		ioc_whole_tree(w, &tree, domain, flags);
	}
}

/* What is read after an op, at the levels that the subject reports. */
static inline void ioc_observe(struct ioc_writer *w, const struct ioc_subject *subject, void *state, uint32_t domains,
			       const struct ioc_decoded_op *op, uint32_t flags)
{
	uint64_t last = ioc_last_byte(op);
	uint64_t first_page = op->iova >> IOC_PAGE_LG, last_page = last >> IOC_PAGE_LG;

	if (subject->phys && flags & IOC_RUN_EDGES && ioc_has_range(op->kind)) {
		ioc_set_u64(w, IOC_W_FIRST_PHYS, subject->phys(state, op->domain, op->iova));
		ioc_set_u64(w, IOC_W_LAST_PHYS, subject->phys(state, op->domain, last));
	}
	if (subject->tree) {
		struct ioc_tree tree = subject->tree(state, op->domain);

		ioc_set(w, IOC_W_TOP_LEVEL, tree.top_level);
		ioc_set(w, IOC_W_LIVE_TABLES, tree.live_tables);
		if (flags & IOC_RUN_TREE_EACH)
			ioc_trees(w, subject, state, domains, flags);
		else if (flags & IOC_RUN_WINDOWS && ioc_has_range(op->kind))
			ioc_window(w, &tree, first_page ? first_page - 1 : 0,
				   last_page < IOC_LAST_PAGE ? last_page + 1 : IOC_LAST_PAGE, flags);
	}
}

/* The end record: the trees as they stand, then teardown. */
static inline void ioc_finish(struct ioc_writer *w, const struct ioc_subject *subject, void *state, uint32_t domains,
			      uint32_t flags)
{
	uint32_t freed, leaked;

	ioc_begin(w);
	if (subject->tree) {
		ioc_set(w, IOC_W_TOP_LEVEL, subject->tree(state, 0).top_level);
		if (flags & IOC_RUN_TREE_END)
			ioc_trees(w, subject, state, domains, flags);
	}
	freed = subject->close(state, &leaked);
	ioc_set_u64(w, IOC_W_VALUE, freed);
	ioc_set(w, IOC_W_LIVE_TABLES, leaked);
	ioc_end(w);
}

/* What ioc_run() does for a `struct ioc_subject`. */
static inline int64_t ioc_run_subject(const struct ioc_subject *subject, const uint32_t *config_words,
				      const uint32_t *ops, uint32_t n_ops, uint32_t flags, uint32_t *out,
				      uint64_t out_words)
{
	struct ioc_config config = ioc_decode_config(config_words);
	const uint32_t *segments = ops + (size_t)n_ops * IOC_OP_WORDS;
	struct ioc_writer w = { out, out_words, 0, 0, 0, 0 };
	uint32_t i, stop = 0;
	int error = 0;
	void *state;

	if (config.abi != IOC_ABI_VERSION || !(state = subject->open(&config)))
		return -2;
	for (i = 0; i < n_ops && !stop && !w.too_small; i++) {
		struct ioc_decoded_op op = ioc_decode_op(ops + (size_t)i * IOC_OP_WORDS, segments);
		struct ioc_result result = { 0, 0, 0, 0 };

		segments += (size_t)op.n_segments * IOC_SEGMENT_WORDS;
		ioc_begin(&w);
		error = op.domain < config.domains ? subject->apply(state, &op, &result, &w) : -3;
		if (error)
			break;
		ioc_set(&w, IOC_W_RET, (uint32_t)result.ret);
		ioc_set_u64(&w, IOC_W_VALUE, result.value);
		ioc_set(&w, IOC_W_STATUS, result.status);
		ioc_set(&w, IOC_W_ALLOCATIONS, result.allocations);
		ioc_observe(&w, subject, state, config.domains, &op, flags);
		ioc_end(&w);
		stop = result.status & (IOC_STATUS_BUG | IOC_STATUS_FAULT | IOC_STATUS_HANG);
	}
	ioc_finish(&w, subject, state, config.domains, flags);
	return error ? error : w.too_small ? -1 : (int64_t)w.used;
}

/* What ioc_time_native() does for a `struct ioc_subject`: the ops alone, with nothing observed. */
static inline uint64_t ioc_time_subject(const struct ioc_subject *subject, const uint32_t *config_words,
					const uint32_t *ops, uint32_t n_ops, uint32_t times)
{
	struct ioc_config config = ioc_decode_config(config_words);
	struct timespec from, to;
	uint32_t leaked;

	timespec_get(&from, TIME_UTC);
	while (times-- > 0) {
		const uint32_t *segments = ops + (size_t)n_ops * IOC_OP_WORDS;
		void *state = subject->open(&config);
		uint32_t i;

		if (!state)
			return 0;
		for (i = 0; i < n_ops; i++) {
			struct ioc_decoded_op op = ioc_decode_op(ops + (size_t)i * IOC_OP_WORDS, segments);
			struct ioc_result result = { 0, 0, 0, 0 };

			segments += (size_t)op.n_segments * IOC_SEGMENT_WORDS;
			if (op.domain < config.domains)
				subject->apply(state, &op, &result, NULL);
		}
		subject->close(state, &leaked);
	}
	timespec_get(&to, TIME_UTC);
	return (uint64_t)(to.tv_sec - from.tv_sec) * 1000000000ull + (uint64_t)(to.tv_nsec - from.tv_nsec);
}

#ifdef __cplusplus
}
#endif
#endif
