/* SPDX-License-Identifier: MIT
 *
 * amdv1.c - the worked example of a C subject: AMD v1 IO page tables under the contract generic-pt.
 *
 *	cc -O2 -shared -fPIC -I reference/c/include -o build/amdv1.so reference/c/example/amdv1.c
 *
 * It is an implementation in its own right, written from the rules of the format: sizes by replication, a top that
 * grows, tables freed after the flush that covers them. docs/subjects.md walks through it. Entries, map and unmap are
 * in the headers beside this file; what is here makes a subject of them.
 */
#include "amdv1_map.h"
#include "amdv1_unmap.h"

static const struct ioc_driver driver = { map_range, unmap_range, iova_to_phys, set_dirty, read_and_clear_dirty };

static struct {
	uint32_t domains;
	struct domain domain[2];
} host;

/* The driver's mask over what tables of this many address bits can hold. */
static uint64_t domain_sizes(const struct ioc_config *c)
{
	uint64_t sizes = 0;

	for (unsigned level = 0; level <= MAX_TOP && item_lg(level) < c->vasz; level++)
		sizes |= 0x1ffull << item_lg(level);
	return sizes & ALL_SIZES & ((1ull << (c->vasz - 1)) - 1) & ((1ull << c->oasz) - 1) & c->page_sizes;
}

static bool acceptable(const struct ioc_config *c)
{
	const uint64_t c_bits = 1ull << 20 | 1ull << 29 | 1ull << 38 | 1ull << 47 | 1ull << 51;

	return c->format == 1 && c->contract == 1 && c->top_level - 1 < MAX_TOP && c->vasz - 1 < 64 &&
	       c->oasz - 1 < 52 && (c->c_bit & ~c_bits) == 0 && c->domains - 1 < 2;
}

static void *open_host(const struct ioc_config *c)
{
	if (!acceptable(c))
		return NULL;
	host.domains = c->domains;
	for (uint32_t i = 0; i < c->domains; i++) {
		struct domain *d = &host.domain[i];

		*d = (struct domain){
			.core = { .type = c->domain_type, .sizes = domain_sizes(c), .no_gaps = c->no_gaps,
				  .budget = UINT32_MAX, .gather = ioc_empty_gather(c->queued) },
			.vasz = c->vasz, .oasz = c->oasz, .c_bit = c->c_bit,
		};
		if (c->domain_type != IOC_PAGING)
			continue;
		d->top = c->top_level;
		d->root = ioc_alloc_table(&d->core);
	}
	return &host;
}

static int apply(void *state, const struct ioc_decoded_op *op, struct ioc_result *result, struct ioc_writer *effects)
{
	(void)state;
	return ioc_core_apply(&driver, &host.domain[op->domain].core, op, result, effects);
}

static uint64_t phys(void *state, uint32_t domain, uint64_t iova)
{
	(void)state;
	return ioc_iova_to_phys(&driver, &host.domain[domain].core, iova);
}

static const uint64_t *child_table(uint32_t level, uint64_t e)
{
	return is_table(level, e) ? ioc_table(ioc_table_number(e)) : NULL;
}

static struct ioc_tree tree(void *state, uint32_t domain)
{
	const struct domain *d = &host.domain[domain];

	(void)state;
	return (struct ioc_tree){ d->root ? ioc_table(d->root) : NULL, d->top, d->core.live, d->c_bit, child_table };
}

static void free_subtree(struct domain *d, unsigned level, uint32_t n)
{
	for (const uint64_t *e = ioc_table(n), *end = e + ITEMS; level > 0 && e < end; e++)
		if (is_table(level, *e))
			free_subtree(d, level - 1, ioc_table_number(*e));
	ioc_free_table(&d->core, n);
}

static uint32_t close_host(void *state, uint32_t *leaked)
{
	uint32_t before = 0;

	(void)state;
	*leaked = 0;
	for (uint32_t i = 0; i < host.domains; i++) {
		struct domain *d = &host.domain[i];

		before += d->core.live;
		d->core.effects = NULL; /* the end record has no events */
		ioc_free_held(&d->core, &d->core.gather);
		if (d->root)
			free_subtree(d, d->top, d->root);
		*leaked += d->core.live;
	}
	return before - *leaked;
}

static const struct ioc_subject subject = { open_host, apply, phys, tree, close_host };

const char *ioc_describe(void)
{
	return "{\"abi\":1,\"name\":\"c-example\",\"version\":\"1\",\"formats\":[\"amdv1\"],\"contracts\":[\"generic-pt\"],"
	       "\"ops\":[\"map\",\"mapPages\",\"unmap\",\"iovaToPhys\",\"setDirty\",\"readAndClearDirty\",\"iommuMap\","
	       "\"iommuUnmap\",\"iommuMapSg\",\"sync\",\"budget\"],"
	       "\"levels\":[\"results\",\"translations\",\"entries\",\"effects\"],"
	       "\"hostile\":true,\"maxOps\":1000000,\"limits\":{}}";
}

int64_t ioc_run(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t flags, uint32_t *out,
		uint64_t out_words)
{
	return ioc_run_subject(&subject, config, ops, n_ops, flags, out, out_words);
}

uint64_t ioc_time_native(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t times)
{
	return ioc_time_subject(&subject, config, ops, n_ops, times);
}

int32_t ioc_get_info(const uint32_t *config, uint64_t *bitmap, uint64_t *aperture_end)
{
	struct ioc_config c = ioc_decode_config(config);

	if (!acceptable(&c))
		return -EINVAL;
	*bitmap = domain_sizes(&c);
	*aperture_end = c.vasz == 64 ? UINT64_MAX : (1ull << c.vasz) - 1;
	return 0;
}
