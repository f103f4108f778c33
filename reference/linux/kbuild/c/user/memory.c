/*
 * The machine's memory as the kernel code sees it: a direct map and a memory map (struct page) of one TiB, of which only
 * the pool of the kernel's own allocations can be touched. The rest of the direct map faults: nothing that is judged here
 * may read or write the pages that it is asked about.
 */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "../stand.h"

enum { PAGE_SIZE = 4096, PAGE_STRUCT_SIZE = 64 };
#define PHYSICAL_SIZE (1ul << 40)
#define POOL_SIZE (64ul << 20)
/* The pool lies at the top of physical memory, far from what traces name. */
#define POOL_START (PHYSICAL_SIZE - POOL_SIZE)

static char *direct_map;
static char *memory_map;
static stand_word pool_used;

static void *reserve(stand_word bytes, int protection) {
  void *at = mmap(0, bytes, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) {
    perror("address space for the kernel program");
    exit(1);
  }
  return at;
}

void memory_start(void) {
  direct_map = reserve(PHYSICAL_SIZE, PROT_NONE);
  if (mprotect(direct_map + POOL_START, POOL_SIZE, PROT_READ | PROT_WRITE) != 0) exit(1);
  memory_map = reserve(PHYSICAL_SIZE / PAGE_SIZE * PAGE_STRUCT_SIZE, PROT_READ | PROT_WRITE);
}

stand_word stand_direct_map(void) {
  return (stand_word)direct_map;
}

stand_word stand_memory_map(void) {
  return (stand_word)memory_map;
}

/* Nothing is used twice: a process runs one trace. */
void *stand_allocate(stand_word bytes) {
  stand_word align = bytes >= PAGE_SIZE ? PAGE_SIZE : 16;
  stand_word at = (pool_used + align - 1) & ~(align - 1);
  if (at + bytes > POOL_SIZE) return 0;
  pool_used = at + bytes;
  return direct_map + POOL_START + at;
}

void *stand_reserve(stand_word bytes) {
  return reserve(bytes, PROT_READ | PROT_WRITE);
}
