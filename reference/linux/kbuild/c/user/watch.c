#include "watch.h"

#include <string.h>
#include <sys/mman.h>

#include "../stand.h"
#include "channel.h"

enum {
  PAGE_SIZE = 4096,
  /* Loads and stores are reported in blocks of this size; memory is asked for in lines of that. */
  BLOCK = 16,
  LINE = 256,
  MOST_VIEWS = 600,
  /* One instruction touches two places at most, each of which may cross a block. */
  MOST_OPEN = 4
};

#define NOTHING (~0ul)

struct view {
  char *at;
  stand_word physical;
  stand_word bytes;
};

struct open_block {
  char *at;
  stand_word physical;
  uint8_t before[BLOCK];
};

static struct view views[MOST_VIEWS];
static unsigned view_count;
static struct open_block open_blocks[MOST_OPEN];
static unsigned open_count;
/*
 * An instruction that finds its page open already is not seen: what touches two blocks of one page at once, or crosses
 * from one into the next, reads zeroes there. Kernel code reads such memory word by word.
 */

/* The line that was asked for last, and the block that was told last. */
static stand_word known_line = NOTHING, told_block = NOTHING;
static uint8_t known_bytes[LINE];

void *stand_watch(stand_word physical, stand_word bytes) {
  stand_word offset = physical % PAGE_SIZE;
  if (view_count == MOST_VIEWS) stand_end("fault", "too many views of physical memory");
  /* A page more, so that a block at the end can be opened whole. */
  char *at = mmap(0, offset + bytes + PAGE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (at == MAP_FAILED) return 0;
  views[view_count++] = (struct view){at, physical - offset, offset + bytes};
  return at + offset;
}

static struct view *view_of(const void *address) {
  for (unsigned i = 0; i < view_count; i++)
    if ((stand_word)((const char *)address - views[i].at) < views[i].bytes) return &views[i];
  return 0;
}

int stand_watched(const void *address, stand_word *physical) {
  struct view *view = view_of(address);
  if (view) *physical = view->physical + (stand_word)((const char *)address - view->at);
  return view != 0;
}

void stand_unwatch(const void *address) {
  struct view *view = view_of(address);
  if (!view) stand_end("fault", "memunmap of what is not mapped");
  munmap(view->at, (view->bytes + 2 * PAGE_SIZE - 1) & ~(PAGE_SIZE - 1ul));
  *view = views[--view_count];
}

static char *page_of(char *at) {
  return (char *)((uintptr_t)at & ~(PAGE_SIZE - 1ul));
}

static void learn_line(stand_word line) {
  if (line == known_line) return;
  struct frame answer = channel_ask("memory", 2, (stand_word[]){line, LINE}, 0, 0);
  memset(known_bytes, 0, LINE);
  memcpy(known_bytes, answer.byte, answer.bytes < LINE ? answer.bytes : LINE);
  known_line = line;
}

static void open_block(struct view *view, char *at) {
  if (open_count == MOST_OPEN) stand_end("fault", "an instruction touches more watched memory than one can");
  stand_word physical = view->physical + (stand_word)(at - view->at);
  learn_line(physical & ~(LINE - 1ul));
  if (physical != told_block) stand_tell("load", 1, &physical);
  told_block = physical;
  mprotect(page_of(at), PAGE_SIZE, PROT_READ | PROT_WRITE);
  memcpy(at, known_bytes + physical % LINE, BLOCK);
  struct open_block *block = &open_blocks[open_count++];
  block->at = at;
  block->physical = physical;
  memcpy(block->before, at, BLOCK);
}

int watch_fault(uintptr_t address) {
  struct view *view = view_of((void *)address);
  if (!view) return 0;
  open_block(view, (char *)(address & ~(BLOCK - 1ul)));
  return 1;
}

int watch_stepped(void) {
  if (open_count == 0) return 0;
  for (unsigned i = 0; i < open_count; i++) {
    struct open_block *block = &open_blocks[i];
    if (memcmp(block->at, block->before, BLOCK) != 0) {
      channel_put(FRAME_TELL, "store", 1, &block->physical, BLOCK, block->at);
      watch_forget();
    }
    memset(block->at, 0, BLOCK);
    mprotect(page_of(block->at), PAGE_SIZE, PROT_NONE);
  }
  open_count = 0;
  return 1;
}

void watch_forget(void) {
  known_line = told_block = NOTHING;
}
