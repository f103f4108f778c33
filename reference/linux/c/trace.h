/* SPDX-License-Identifier: MIT */
/* The trace that runs: its configuration, its ops, and how far it is. */
#ifndef STAND_TRACE_H
#define STAND_TRACE_H

#include "../../c/include/iommu_conformance.h"
#include "stand.h"

struct stand_run {
	struct stand_config config;
	const uint32_t *ops, *segments; /* op records; segments of the next op that has some */
	uint32_t n_ops, next;		/* next: the op that runs or runs next */
	uint32_t flags;			/* IOC_RUN_* */
	uint32_t times;			/* of ioc_time_native */
	int reporting;
	int refused;		/* by a domain or an op */
	unsigned int created;	/* domains that exist */
	unsigned int casualty;	/* IOC_STATUS_* of the op that did not return */
	struct stand_op op;	/* the op that runs, and what came of it */
	struct stand_result result;
	uint64_t aperture_end;
};
extern struct stand_run run;

/* decode.c: −1 for a configuration that libraries of this format and generation cannot have. */
int decode_config(const uint32_t *words, struct stand_config *config);
/* Reads op `run.next` to `run.op`, and moves past its segments. */
void decode_op(void);

/* report.c: parts of the op's record, in this order. */
void report_edges(void);
void report_result(unsigned int casualty);
void report_entries(void);
/* The record of an op that did not return, and the first part of the end record. */
void report_casualty(void);
void report_end(void);

/* run.c */
void run_trace(void);
/* An empty arena, and the C-bit of the configuration. */
void run_reset(void);

#endif
