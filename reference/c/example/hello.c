/* SPDX-License-Identifier: MIT
 *
 * hello.c - the smallest subject: it looks IOVAs up in a domain where nothing can be mapped.
 *
 *	cc -O2 -shared -fPIC -I reference/c/include -o build/hello.so reference/c/example/hello.c
 */
#include "ioc_subject.h"

static int nothing; /* all the state there is */

static void *open_domains(const struct ioc_config *config)
{
	return config->format == 1 && config->contract == 1 ? &nothing : NULL;
}

static int apply(void *state, const struct ioc_decoded_op *op, struct ioc_result *result, struct ioc_writer *effects)
{
	(void)state, (void)effects;
	result->value = 0; /* not mapped */
	return op->kind == IOC_IOVA_TO_PHYS ? 0 : -3;
}

static uint32_t close_domains(void *state, uint32_t *leaked)
{
	(void)state;
	*leaked = 0;
	return 0;
}

static const struct ioc_subject subject = { open_domains, apply, NULL, NULL, close_domains };

const char *ioc_describe(void)
{
	return "{\"abi\":1,\"name\":\"hello\",\"version\":\"1\",\"formats\":[\"amdv1\"],\"contracts\":[\"generic-pt\"],"
	       "\"ops\":[\"iovaToPhys\"],\"levels\":[\"results\"],\"hostile\":true,\"maxOps\":1000,"
	       "\"limits\":{\"domainType\":[\"paging\"]}}";
}

int64_t ioc_run(const uint32_t *config, const uint32_t *ops, uint32_t n_ops, uint32_t flags, uint32_t *out,
		uint64_t out_words)
{
	return ioc_run_subject(&subject, config, ops, n_ops, flags, out, out_words);
}
