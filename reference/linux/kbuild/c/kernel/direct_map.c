/* The host's page tables: the other end knows at which level an address is mapped, and splits. */
#include <linux/mm.h>
#include <asm/pgtable.h>
#include <asm/set_memory.h>

#include "glue.h"

/* Tables of four levels. */
unsigned int pgdir_shift = 39;

/* The answer: level (0: not mapped) and the physical address that the entry at that level leads to. */
static pte_t *entry_of(const char *question, unsigned long address, unsigned int *level) {
  static pte_t entry;
  stand_word answer[STAND_MOST_WORDS] = {0};
  *level = stand_ask(question, 1, (stand_word[]){address}, answer);
  if (*level == PG_LEVEL_NONE) return NULL;
  entry = pfn_pte(answer[1] >> PAGE_SHIFT, PAGE_KERNEL);
  return &entry;
}

/* Addresses of the direct map go by the physical address behind them. */
pte_t *lookup_address(unsigned long address, unsigned int *level) {
  return entry_of("directMapLevel", address - page_offset_base, level);
}

pte_t *lookup_address_in_pgd(pgd_t *pgd, unsigned long address, unsigned int *level) {
  return entry_of("pageTableLevel", address, level);
}

int set_memory_4k(unsigned long address, int pages) {
  return (int)STAND_ASK("splitDirectMap", address - page_offset_base, pages);
}
