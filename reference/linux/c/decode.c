// SPDX-License-Identifier: MIT
#include "trace.h"

static uint64_t u64_of(const uint32_t *words)
{
	return words[0] | (uint64_t)words[1] << 32;
}

/* A configuration that the libraries of this format and generation cannot have is refused. */
int decode_config(const uint32_t *words, struct stand_config *config)
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
void decode_op(void)
{
	const uint32_t *words = run.ops + (size_t)run.next * IOC_OP_WORDS;
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
