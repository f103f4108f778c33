/* SPDX-License-Identifier: MIT */
/* Writes observation records (iommu_conformance.h) into the caller's buffer; counts on past its end, writes nothing there. */
#ifndef STAND_RECORD_H
#define STAND_RECORD_H

#include "../../c/include/iommu_conformance.h"

/* Begins to write at `out`; with `out` NULL nothing is recorded. */
void record_start(uint32_t *out, uint64_t words);
/* Words written, or −1 if they did not fit. */
int64_t record_finish(void);

void record_begin(void);
void record_end(void);
void record_set(unsigned int word, uint32_t value);
void record_set64(unsigned int word, uint64_t value);
/* A page went back (kind FREED or STRAY_FREE): part of the event before it if that is of the same kind. */
void record_free(unsigned int kind);
/* One entry run: `count` items from `index` on that are all `raw`. */
void record_run(unsigned int level, unsigned int index, unsigned int count, uint64_t raw);
/* The marker run of a domain, before its whole tree. */
void record_marker(unsigned int domain, unsigned int top_level, uint32_t live);
/* While muted, events are lost: a record's events come before its runs, so none may follow them. */
void record_mute(int muted);
/* WARN calls since the record began. */
uint32_t record_warnings(void);

#endif
