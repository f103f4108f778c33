/*
 * The address spaces of the processes, as a list of areas, and what mm/ does for vfio_iommu_type1.c with them: it finds areas,
 * pins pages, and resolves what a driver mapped by frame number.
 */
#include <linux/maple_tree.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/sched.h>

#include "entries.h"
#include "space.h"
#include "glue.h"

enum { MOST_AREAS = 512 };

/* Of an area, as the other end names them. */
enum area_flag {
  AREA_IO = 1,
  AREA_PFNMAP = 2,
  AREA_WRITABLE = 4,
  AREA_FSDAX = 8,
  /* An access gets SIGBUS: memory space of the BAR behind it is off. */
  AREA_OFF = 16,
  /* The first look finds nothing, and has to give the lock up to fault it in. */
  AREA_UNPOPULATED = 32,
};

struct area {
  struct vm_area_struct vma;
  unsigned long pfn;
  unsigned long flags;
  /* Bytes that one entry of the process's page table maps. */
  unsigned long leaf;
  /* From the frame of a page to that of the next. */
  unsigned long stride;
};

static struct area areas[MOST_AREAS];
/* Pages that can be pinned before one cannot, and what is said then; below 0 all can. */
static long pins_left = -1;
static long pin_errno;

static struct area *area_at(const struct mm_struct *mm, unsigned long address) {
  for (unsigned i = 0; i < MOST_AREAS; i++) {
    const struct vm_area_struct *vma = &areas[i].vma;
    if (vma->vm_mm == mm && vma->vm_start <= address && address < vma->vm_end) return &areas[i];
  }
  return NULL;
}

static unsigned long pfn_at(const struct area *area, unsigned long address) {
  return area->pfn + ((address - area->vma.vm_start) >> PAGE_SHIFT) * area->stride;
}

static void mark_reserved(unsigned long pfn, unsigned long end, bool are_reserved) {
  for (; pfn < end; pfn++)
    if (are_reserved) __SetPageReserved(pfn_to_page(pfn));
    else __ClearPageReserved(pfn_to_page(pfn));
}

/* In a block of 2 MiB that gets a memory map for some of its pages, the others are reserved: so is it with memory at boot. */
static void add_block(unsigned long block, unsigned long pfn, unsigned long end) {
  unsigned long block_end = block + PAGES_PER_SUBSECTION;
  if (pfn_valid(block)) {
    mark_reserved(max(block, pfn), min(block_end, end), false);
    return;
  }
  stand_add_memory(block, PAGES_PER_SUBSECTION);
  mark_reserved(block, pfn, true);
  mark_reserved(end, block_end, true);
}

/* words: frame number, frames, 1 if they are reserved. */
unsigned entry_add_memory(const stand_word *words, stand_word *results) {
  unsigned long pfn = words[0], end = pfn + words[1];
  for (unsigned long block = ALIGN_DOWN(pfn, PAGES_PER_SUBSECTION); block < end; block += PAGES_PER_SUBSECTION)
    add_block(block, pfn, end);
  if (words[2]) mark_reserved(pfn, end, true);
  return 0;
}

/*
 * words: index, address, pages (0: it goes), number of the first frame, flags, bytes of a leaf, distance of the frames. Takes the
 * place of what has that index. It is an area of the process that acts.
 */
unsigned entry_set_area(const stand_word *words, stand_word *results) {
  if (words[0] >= MOST_AREAS) stand_end("missing", "room for so many areas");
  struct area *area = &areas[words[0]];
  area->pfn = words[3];
  area->flags = words[4];
  area->leaf = words[5];
  area->stride = words[6];
  area->vma.vm_mm = current->mm;
  area->vma.vm_start = words[1];
  area->vma.vm_end = words[1] + (words[2] << PAGE_SHIFT);
  vm_flags_init(&area->vma, (area->flags & AREA_IO ? VM_IO : 0) | (area->flags & AREA_PFNMAP ? VM_PFNMAP : 0));
  return 0;
}

void space_fail_pin(long nth, long error) {
  pins_left = nth;
  pin_errno = error;
}

void *mtree_load(struct maple_tree *tree, unsigned long address) {
  struct area *area = area_at(container_of(tree, struct mm_struct, mm_mt), address);
  return area ? &area->vma : NULL;
}

/* Runs of frames are told, not pages. */
static void tell_frames(const char *name, struct page **pages, unsigned long count, bool is_written) {
  for (unsigned long i = 0, next; i < count; i = next) {
    for (next = i + 1; next < count && pages[next] == pages[i] + (next - i); next++) {}
    STAND_TELL(name, page_to_pfn(pages[i]), next - i, is_written);
  }
}

/* 0 if the page can be pinned, a negative errno, or 1: none is pinned and nothing said. */
static long refuse_page(const struct area *area, unsigned int flags) {
  if (!area || area->flags & (AREA_IO | AREA_PFNMAP)) return -EFAULT;
  if (area->flags & AREA_FSDAX) return -EOPNOTSUPP;
  if (flags & FOLL_WRITE && !(area->flags & AREA_WRITABLE)) return -EFAULT;
  if (pins_left != 0) return 0;
  return pin_errno ? pin_errno : 1;
}

long pin_user_pages_remote(struct mm_struct *mm, unsigned long start, unsigned long count, unsigned int flags,
                           struct page **pages, int *locked) {
  unsigned long pinned = 0;
  long refusal = 0;
  for (; pinned < count; pinned++, start += PAGE_SIZE) {
    const struct area *area = area_at(mm, start);
    refusal = refuse_page(area, flags);
    if (refusal) break;
    if (pins_left > 0) pins_left--;
    pages[pinned] = pfn_to_page(pfn_at(area, start));
  }
  tell_frames("pin", pages, pinned, flags & FOLL_WRITE);
  return pinned || refusal > 0 ? (long)pinned : refusal;
}

void unpin_user_pages_dirty_lock(struct page **pages, unsigned long count, bool are_dirty) {
  tell_frames("unpin", pages, count, are_dirty);
}

void unpin_user_page_range_dirty_lock(struct page *page, unsigned long count, bool are_dirty) {
  STAND_TELL("unpin", page_to_pfn(page), count, are_dirty);
}

int follow_pfnmap_start(struct follow_pfnmap_args *args) {
  const struct area *area = container_of(args->vma, struct area, vma);
  if (area->flags & (AREA_OFF | AREA_UNPOPULATED)) return -EINVAL;
  args->pfn = pfn_at(area, args->address);
  args->addr_mask = ~(area->leaf - 1);
  args->writable = area->flags & AREA_WRITABLE;
  args->special = true;
  return 0;
}

void follow_pfnmap_end(struct follow_pfnmap_args *args) {}

int fixup_user_fault(struct mm_struct *mm, unsigned long address, unsigned int flags, bool *unlocked) {
  struct area *area = area_at(mm, address);
  if (area->flags & AREA_OFF || (flags & FAULT_FLAG_WRITE && !(area->flags & AREA_WRITABLE))) return -EFAULT;
  *unlocked = area->flags & AREA_UNPOPULATED;
  area->flags &= ~(unsigned long)AREA_UNPOPULATED;
  return 0;
}
