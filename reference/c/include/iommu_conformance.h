/* SPDX-License-Identifier: MIT
 *
 * iommu_conformance.h - put a C (or C++, Rust, Zig, ...) page-table implementation on the stand.
 *
 * A subject is a shared library that exports ioc_describe() and ioc_run(); docs/subjects.md is the tutorial, and
 * reference/c/example/amdv1.c a complete worked example. One call runs one whole trace: a fresh domain (or two), the
 * ops in order, one observation record per op, one end record after teardown. Nothing may survive from one call to
 * the next, so that every trace replays alone.
 *
 * All words are uint32_t, little endian. 64-bit values are two words, low half first.
 */
#ifndef IOMMU_CONFORMANCE_H
#define IOMMU_CONFORMANCE_H

#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define IOC_ABI_VERSION 1

/* ---- configuration: 16 words ------------------------------------------------------------------------------------ */

enum ioc_config_word {
	IOC_CFG_ABI = 0,	/* IOC_ABI_VERSION */
	IOC_CFG_FORMAT = 1,	/* 1 amdv1, 2 amdv2 */
	IOC_CFG_CONTRACT = 2,	/* 1 generic-pt, 2 io-pgtable */
	IOC_CFG_TOP_LEVEL = 3,	/* 0-based level of the top table at the start */
	IOC_CFG_VASZ = 4,	/* bits of the device's address space */
	IOC_CFG_OASZ = 5,	/* bits of the output address space */
	IOC_CFG_SME_BIT = 6,	/* position of the C-bit, 0 for none */
	IOC_CFG_NO_GAPS = 7,	/* 1: NpCache, the gather must not cover gaps */
	IOC_CFG_QUEUED = 8,	/* 1: the trace's gather belongs to a flush queue */
	IOC_CFG_DOMAINS = 9,	/* 1 or 2 domains with this configuration */
	IOC_CFG_DOMAIN_TYPE = 10, /* 0 paging, 1 identity, 2 blocked */
	IOC_CFG_PAGE_SIZES_LO = 12, /* the driver's mask over the page sizes, bit = log2 size */
	IOC_CFG_PAGE_SIZES_HI = 13,
	IOC_CONFIG_WORDS = 16
};

/* ---- ops: 16 words each, then 4 words for each segment, in op order ----------------------------------------------- */

enum ioc_op {
	IOC_MAP = 0,		/* map_range(iova, oa, len, prot) */
	IOC_MAP_PAGES = 1,	/* map_pages: pgsize = 1 << page_lg, pgcount = len / pgsize */
	IOC_UNMAP = 2,		/* unmap into the trace's gather, no sync; unmap_pages form where page_lg != 0 */
	IOC_IOVA_TO_PHYS = 3,
	IOC_SET_DIRTY = 4,	/* the hardware sets the dirty bit of the item at iova */
	IOC_READ_AND_CLEAR_DIRTY = 5,
	IOC_IOMMU_MAP = 6,
	IOC_IOMMU_UNMAP = 7,	/* has a gather of its own and syncs it */
	IOC_IOMMU_MAP_SG = 8,
	IOC_SYNC = 9,		/* iommu_iotlb_sync of the trace's gather */
	IOC_BUDGET = 10		/* len (in 4 KiB pages) more table allocations succeed; 0xffffffff: no limit */
};

enum ioc_op_word {
	IOC_OP_KIND = 0,
	IOC_OP_DOMAIN = 1,
	IOC_OP_PROT = 2,	/* READ 1, WRITE 2, CACHE 4, NOEXEC 8, MMIO 16, PRIV 32 */
	IOC_OP_FLAGS = 3,
	IOC_OP_PAGE_LG = 4,
	IOC_OP_SEGMENTS = 5,
	IOC_OP_IOVA = 6,	/* lo, hi */
	IOC_OP_OA = 8,		/* lo, hi */
	IOC_OP_LEN = 10,	/* lo, hi: bytes (budget: number of allocations << 12) */
	IOC_OP_WORDS = 16,
	IOC_SEGMENT_WORDS = 4	/* oa lo, hi; len lo, hi */
};

#define IOC_FLAG_NO_CLEAR 1	   /* read_and_clear_dirty: report only */
#define IOC_FLAG_SYNC_MAP_FAILS 2  /* iommu_map*: the driver's iotlb_sync_map returns -ENOMEM */
#define IOC_FLAG_BAD_GFP 4	   /* iommu_map*: gfp has a flag that the wrapper refuses */

/* ---- what to report ---------------------------------------------------------------------------------------------- */

#define IOC_RUN_WINDOWS 1      /* entry runs of the window after every op */
#define IOC_RUN_TREE_EACH 2    /* the whole tree instead of the window */
#define IOC_RUN_TREE_END 4     /* the whole tree of every domain in the end record */
#define IOC_RUN_RAW_POINTERS 8 /* keep the address bits of table pointers */
#define IOC_RUN_EDGES 16       /* iova_to_phys of the first and last byte of the range */

/* The counter `mapped` of map and map_pages starts here; the record holds its value afterwards. */
#define IOC_MAPPED_SEED 0x7000ull

/* ---- observation records ----------------------------------------------------------------------------------------- */

enum ioc_word {
	IOC_W_LENGTH = 0,	/* words of this record */
	IOC_W_RET = 1,		/* 0 or negative errno */
	IOC_W_VALUE = 2,	/* lo, hi: mapped counter, bytes unmapped, physical address */
	IOC_W_STATUS = 4,	/* warnings in the low byte, IOC_STATUS_* */
	IOC_W_TOP_LEVEL = 5,
	IOC_W_LIVE_TABLES = 6,	/* of the op's domain, tables waiting on its gather included */
	IOC_W_ALLOCATIONS = 7,	/* tables allocated in this op */
	IOC_W_FREES = 8,	/* tables freed in this op */
	IOC_W_FIRST_PHYS = 9,	/* lo, hi */
	IOC_W_LAST_PHYS = 11,	/* lo, hi */
	IOC_W_EVENTS = 13,
	IOC_W_RUNS = 14,
	IOC_HEADER_WORDS = 15,
	IOC_EVENT_WORDS = 6,
	IOC_RUN_WORDS = 3
};

#define IOC_STATUS_BUG 0x100   /* after BUG, FAULT or HANG no further op is run: the end record follows */
#define IOC_STATUS_FAULT 0x200
#define IOC_STATUS_HANG 0x400

enum ioc_event {
	IOC_EV_SYNC = 1,	/* driver iotlb_sync: [start, end], count tables on the free list */
	IOC_EV_TOP = 2,		/* a new top was published; count = its level */
	IOC_EV_DIRTY = 3,	/* dirty interval [start, end] reported */
	IOC_EV_SYNC_MAP = 4,	/* driver iotlb_sync_map: [start, end] */
	IOC_EV_GATHER = 5,	/* the trace's gather after UNMAP and READ_AND_CLEAR_DIRTY: [start, end], count tables */
	IOC_EV_COMMAND = 6,	/* invalidation command to the hardware: block [start, end], count 1 with walk caches */
	IOC_EV_FREED = 7,	/* count table pages went back to the allocator (consecutive frees are one event) */
	IOC_EV_STRAY_FREE = 8,	/* a page that is no table was freed */
	IOC_EV_FLUSH = 9,	/* io-pgtable: amd_iommu_domain_flush_pages [start, end] */
	IOC_EV_DTE_FLUSH = 10	/* device-table entries rewritten and flushed for a new top */
};

/* ---- what a subject exports --------------------------------------------------------------------------------------- */

#if defined(__GNUC__)
#define IOC_EXPORT __attribute__((visibility("default")))
#else
#define IOC_EXPORT
#endif

/* The handshake: JSON of the shape of `Capabilities` in model/vocabulary/subject.ts, with "abi": IOC_ABI_VERSION. */
IOC_EXPORT const char *ioc_describe(void);

/*
 * Runs one trace. Writes the records to `out` and returns the words written, or
 * -1 if `out` is too small, -2 if the configuration is refused, -3 if an op is not supported.
 */
IOC_EXPORT int64_t ioc_run(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t flags, uint32_t *out,
			   uint64_t out_words);

/* Optional. Runs the ops `times` times, each from a fresh domain, reporting nothing; returns nanoseconds. */
IOC_EXPORT uint64_t ioc_time_native(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t times);

/* Optional. Page-size bitmap and last byte of the aperture of a domain; 0, or a negative errno of its creation. */
IOC_EXPORT int32_t ioc_get_info(const uint32_t *config, uint64_t *bitmap, uint64_t *aperture_end);

#ifdef __cplusplus
}
#endif
#endif
