/* A kernel half that does what kernel code does, one thing an entry: for the test of the other half. Needs no kernel. */
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "../c/stand.h"

/* Defined nowhere: the link makes slots of them. */
extern int absent_data[4];
int absent_function(int value);

static stand_word global;
static unsigned char *view;

static unsigned count(const stand_word *words, stand_word *results) {
  results[0] = global += words[0];
  return 1;
}

static unsigned ask_twice(const stand_word *words, stand_word *results) {
  stand_word answer[STAND_MOST_WORDS] = {0};
  stand_tell("before", 1, words);
  stand_ask("what", 2, words, answer);
  stand_tell_text("between", "some text", 9);
  results[0] = answer[0];
  results[1] = answer[1];
  results[2] = stand_ask("again", 0, 0, 0);
  return 3;
}

static unsigned rmp(const stand_word *words, stand_word *results) {
  unsigned char state[16] = {1, 2, 3};
  unsigned code;
  asm volatile(".byte 0xf2, 0x0f, 0x01, 0xfe" : "=a"(code) : "a"(words[0]), "c"(state) : "memory", "cc");
  results[0] = code;
  asm volatile(".byte 0xf3, 0x0f, 0x01, 0xff" : "=a"(code) : "a"(words[0]) : "memory", "cc");
  results[1] = code;
  asm volatile(".byte 0xf2, 0x0f, 0x01, 0xfd" : "=a"(code) : "a"(words[0]), "c"(state) : "memory", "cc");
  results[2] = code;
  results[3] = state[0] | state[15] << 8;
  return 4;
}

static unsigned registers(const stand_word *words, stand_word *results) {
  unsigned low, high, a = 0x80000025, b, c = 3, d;
  asm volatile("wrmsr" : : "c"(0x10u), "a"((unsigned)words[0]), "d"((unsigned)(words[0] >> 32)));
  asm volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(0x10u));
  results[0] = (stand_word)high << 32 | low;
  asm volatile("cli; wbinvd; sti");
  asm volatile("mov %%cr3, %0" : "=a"(results[1]));
  asm volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  results[2] = a;
  results[3] = b;
  results[4] = c;
  results[5] = d;
  return 6;
}

static unsigned watch(const stand_word *words, stand_word *results) {
  view = stand_watch(words[0], words[1]);
  results[0] = view != NULL;
  return 1;
}

static unsigned load(const stand_word *words, stand_word *results) {
  results[0] = *(volatile stand_word *)(view + words[0]);
  return 1;
}

static unsigned store(const stand_word *words, stand_word *results) {
  (void)results;
  *(volatile unsigned char *)(view + words[0]) = (unsigned char)words[1];
  return 0;
}

static unsigned copy(const stand_word *words, stand_word *results) {
  unsigned char *to = view + words[0], *from = view + words[1];
  stand_word length = words[2];
  (void)results;
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(length) : : "memory");
  return 0;
}

static unsigned unwatch(const stand_word *words, stand_word *results) {
  (void)results;
  stand_unwatch(view + words[0]);
  return 0;
}

static unsigned call_absent(const stand_word *words, stand_word *results) {
  results[0] = (stand_word)absent_function((int)words[0]);
  return 1;
}

static unsigned read_absent(const stand_word *words, stand_word *results) {
  results[0] = (stand_word)absent_data[words[0]];
  return 1;
}

static unsigned loop(const stand_word *words, stand_word *results) {
  (void)results;
  while (words) asm volatile("pause");
  return 0;
}

static unsigned null_read(const stand_word *words, stand_word *results) {
  results[0] = *(volatile stand_word *)words[0];
  return 1;
}

static unsigned direct_map_read(const stand_word *words, stand_word *results) {
  results[0] = *(volatile stand_word *)(stand_direct_map() + words[0]);
  return 1;
}

static unsigned recurse(const stand_word *words, stand_word *results) {
  volatile char room[4096];
  room[0] = (char)words[0];
  if (!words) return 0;
  return recurse(words, results) + (unsigned)room[0];
}

static unsigned die(const stand_word *words, stand_word *results) {
  (void)words;
  (void)results;
  kill(getpid(), SIGKILL);
  return 0;
}

static unsigned ud2(const stand_word *words, stand_word *results) {
  global = words[0];
  asm volatile("ud2");
  results[0] = 42;
  return 1;
}

static unsigned halt(const stand_word *words, stand_word *results) {
  (void)words;
  (void)results;
  asm volatile("hlt");
  return 0;
}

static unsigned take(const stand_word *words, stand_word *results) {
  char *at = stand_allocate(words[0]);
  results[0] = at != NULL;
  results[1] = at ? (stand_word)(at - (char *)stand_direct_map()) % 4096 : 0;
  results[2] = at ? (stand_word)at[0] : 0;
  return 3;
}

const struct stand_entry stand_entries[] = {
    {"count", count},         {"askTwice", ask_twice},  {"rmp", rmp},
    {"registers", registers}, {"watch", watch},         {"load", load},
    {"store", store},         {"copy", copy},           {"unwatch", unwatch},
    {"callAbsent", call_absent}, {"readAbsent", read_absent}, {"loop", loop},
    {"nullRead", null_read},  {"directMapRead", direct_map_read}, {"recurse", recurse},
    {"die", die},             {"ud2", ud2},             {"halt", halt},
    {"take", take},           {0, 0},
};

void stand_kernel_start(void) {
  global = 100;
}

void stand_kernel_settle(void) {
  if (global == 7) stand_tell("leftBehind", 1, &global);
}

/* What `ud2` was called with says which kind its instruction is of. */
int stand_kernel_ud2(stand_word address, char *where, stand_word size) {
  (void)address;
  (void)size;
  where[0] = 'x';
  where[1] = 0;
  if (global == 2) stand_tell_text("warn", where, 1);
  return (int)global;
}
