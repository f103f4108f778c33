/* The IOPTEs of a device's domain, by a walk of our own over raw entries. page-tables.md 3. */
#include <linux/generic_pt/iommu.h>
#include <linux/io.h>

#include "domain.h"
#include "entries.h"
#include "glue.h"

enum { ITEMS = 512, ITEM_BITS = 9, PAGE_BITS = 12, PRESENT = 1, LEVEL_SHIFT = 9, LEVEL_MASK = 7, SIZE_CODE = 7 };

#define ADDRESS_MASK 0x000ffffffffff000ull

static void tell_level(const u64 *table, unsigned level, unsigned long iova);

/* Items that a leaf with a size code has: the ones below the lowest 0 of the address tell its size. page-tables.md 3.2. */
static unsigned items_of(u64 item, unsigned level) {
  unsigned size_bits = __ffs64(~(item & ~sme_me_mask) >> PAGE_BITS) + PAGE_BITS + 1;
  return 1u << (size_bits - PAGE_BITS - level * ITEM_BITS);
}

/* Returns how many items this one stands for: those of a leaf are alike, and told as one. */
static unsigned tell_item(const u64 *table, unsigned i, unsigned level, unsigned long iova) {
  u64 item = table[i];
  unsigned next_level = item >> LEVEL_SHIFT & LEVEL_MASK;
  if (!(item & PRESENT)) return 1;
  if (next_level != 0 && next_level != SIZE_CODE) {
    tell_level(__va(item & ADDRESS_MASK & ~sme_me_mask), level - 1, iova);
    return 1;
  }
  unsigned items = next_level == SIZE_CODE ? items_of(item, level) : 1;
  STAND_TELL("leaf", iova, item, level, items);
  return items;
}

static void tell_level(const u64 *table, unsigned level, unsigned long iova) {
  unsigned shift = PAGE_BITS + level * ITEM_BITS;
  for (unsigned i = 0; i < ITEMS;) i += tell_item(table, i, level, iova | (unsigned long)i << shift);
}

/* words: device. Each leaf is told: IOVA, raw entry, level, items. Result: the highest level, or 2^64 - 1 without a domain. */
unsigned entry_leaves(const stand_word *words, stand_word *results) {
  struct pt_iommu *iommu = domain_tables_of(words[0]);
  results[0] = ~0ul;
  if (!iommu) return 1;
  struct pt_iommu_amdv1_hw_info info;
  pt_iommu_amdv1_hw_info(container_of(iommu, struct pt_iommu_amdv1, iommu), &info);
  results[0] = info.mode - 1;
  tell_level(__va(info.host_pt_root & ~sme_me_mask), info.mode - 1, 0);
  return 1;
}
