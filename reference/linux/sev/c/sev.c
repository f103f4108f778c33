/* Entries of arch/x86/virt/svm/sev.c, for the other end of the channel. */
#include <linux/amd-iommu.h>
#include <linux/cc_platform.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <asm/cpufeature.h>
#include <asm/processor.h>
#include <asm/sev.h>

#include "glue.h"

/* Static in the kernel; made global in its symbol table. */
extern struct list_head snp_leaked_pages_list;
extern unsigned long snp_nr_leaked_pages;

/* What other parts of the kernel would have found out by now. */
bool amd_iommu_snp_en;
bool crash_kexec_post_notifiers;
static bool host_has_snp;

bool cc_platform_has(enum cc_attr attribute) {
  return attribute == CC_ATTR_HOST_SEV_SNP && host_has_snp;
}

/* Not written by the code that is called: neither true nor false, no level. */
enum { UNTOUCHED_BOOL = 0xa5, UNTOUCHED_LEVEL = 0xa5a5 };

enum { FEATURE_RMPREAD = 1, FEATURE_SEGMENTED_RMP = 2, HOST_SNP = 4, IOMMU_SNP = 8, CPU_MISSING = 16 };

/* words: flags as above, highest page frame + 1 of RAM, mask of the C-bit or 0. */
static unsigned configure(const stand_word *words, stand_word *results) {
  host_has_snp = words[0] & HOST_SNP;
  amd_iommu_snp_en = words[0] & IOMMU_SNP;
  if (words[0] & FEATURE_RMPREAD) set_cpu_cap(&boot_cpu_data, X86_FEATURE_RMPREAD);
  if (words[0] & FEATURE_SEGMENTED_RMP) set_cpu_cap(&boot_cpu_data, X86_FEATURE_SEGMENTED_RMP);
  if (words[0] & CPU_MISSING) {
    nr_cpu_ids = 2;
    __cpu_present_mask.bits[0] = 3;
  }
  max_pfn = words[1];
  sme_me_mask = words[2];
  physical_mask &= ~sme_me_mask;
  return 0;
}

static unsigned add_memory(const stand_word *words, stand_word *results) {
  stand_add_memory(words[0], words[1]);
  return 0;
}

static unsigned make_compound(const stand_word *words, stand_word *results) {
  stand_make_compound(words[0], words[1]);
  return 0;
}

static unsigned probe(const stand_word *words, stand_word *results) {
  results[0] = snp_probe_rmptable_info();
  return 1;
}

static unsigned init(const stand_word *words, stand_word *results) {
  results[0] = (stand_word)(long)snp_rmptable_init();
  return 1;
}

static unsigned prepare(const stand_word *words, stand_word *results) {
  results[0] = (stand_word)(long)snp_prepare();
  return 1;
}

static unsigned shutdown(const stand_word *words, stand_word *results) {
  snp_shutdown();
  return 0;
}

/* Results: return value, assigned, level, and whether each was written. */
static unsigned lookup(const stand_word *words, stand_word *results) {
  union {
    bool value;
    u8 raw;
  } assigned = {.raw = UNTOUCHED_BOOL};
  int level = UNTOUCHED_LEVEL;
  results[0] = (stand_word)(long)snp_lookup_rmpentry(words[0], &assigned.value, &level);
  results[1] = assigned.raw;
  results[2] = level;
  results[3] = assigned.raw != UNTOUCHED_BOOL;
  results[4] = level != UNTOUCHED_LEVEL;
  return 5;
}

static unsigned make_private(const stand_word *words, stand_word *results) {
  results[0] = (stand_word)(long)rmp_make_private(words[0], words[1], words[2], words[3], words[4]);
  return 1;
}

static unsigned make_shared(const stand_word *words, stand_word *results) {
  results[0] = (stand_word)(long)rmp_make_shared(words[0], words[1]);
  return 1;
}

static unsigned smash(const stand_word *words, stand_word *results) {
  results[0] = (stand_word)(long)psmash(words[0]);
  return 1;
}

static unsigned leak(const stand_word *words, stand_word *results) {
  __snp_leak_pages(words[0], words[1], words[2]);
  return 0;
}

static unsigned dump(const stand_word *words, stand_word *results) {
  snp_dump_hva_rmpentry(words[0]);
  return 0;
}

/* Tells each page frame on the leak list; results: the kernel's count of leaked pages, length of the list. */
static unsigned leaked(const stand_word *words, stand_word *results) {
  struct page *page;
  list_for_each_entry(page, &snp_leaked_pages_list, buddy_list) {
    STAND_TELL("leaked", page_to_pfn(page));
    results[1]++;
  }
  results[0] = snp_nr_leaked_pages;
  return 2;
}

const struct stand_entry stand_entries[] = {
    {"configure", configure},
    {"addMemory", add_memory},
    {"makeCompound", make_compound},
    {"probe", probe},
    {"init", init},
    {"prepare", prepare},
    {"shutdown", shutdown},
    {"lookup", lookup},
    {"makePrivate", make_private},
    {"makeShared", make_shared},
    {"psmash", smash},
    {"leak", leak},
    {"dump", dump},
    {"leaked", leaked},
    {0, 0},
};
