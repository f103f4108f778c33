#include "traps.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <ucontext.h>

#include "../stand.h"
#include "channel.h"
#include "instructions.h"
#include "watch.h"

enum { TRAP_FLAG = 0x100, UD2_LENGTH = 2, WHY_SIZE = 256, STACK_SIZE = 1 << 16, RETRY_MICROSECONDS = 1000 };

/* The symbols that no object defines, one slot each: nothing in them can be read, written or executed. Made at link time. */
extern char stand_missing_start[], stand_missing_end[];
struct missing {
  const char *slot;
  const char *name;
};
extern const struct missing stand_missing[];
extern const uint64_t stand_missing_slot_size;

static void end_at(const char *how, const char *what, uintptr_t address) {
  char why[WHY_SIZE];
  snprintf(why, sizeof why, "%s %#lx", what, (unsigned long)address);
  stand_end(how, why);
}

static void end_if_missing(uintptr_t address) {
  if (address < (uintptr_t)stand_missing_start || address >= (uintptr_t)stand_missing_end) return;
  uint64_t index = (address - (uintptr_t)stand_missing_start) / stand_missing_slot_size;
  stand_end("missing", stand_missing[index].name);
}

static void on_fault(int signal, siginfo_t *info, void *raw) {
  ucontext_t *context = raw;
  uintptr_t rip = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
  uintptr_t address = (uintptr_t)info->si_addr;
  /* A fault on memory; otherwise the instruction itself is at fault, and an address means nothing. */
  if (info->si_code == SEGV_ACCERR || info->si_code == SEGV_MAPERR) {
    end_if_missing(address);
    if (watch_fault(address)) {
      context->uc_mcontext.gregs[REG_EFL] |= TRAP_FLAG;
      return;
    }
    end_at("fault", "access to", address);
  }
  if (instruction_emulate(context)) return;
  end_at("fault", signal == SIGBUS ? "bus error at" : "an instruction that a user program may not execute, at", rip);
}

static void on_illegal(int signal, siginfo_t *info, void *raw) {
  ucontext_t *context = raw;
  uintptr_t rip = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
  char where[WHY_SIZE];
  (void)signal;
  (void)info;
  if (instruction_emulate(context)) return;
  int kind = stand_kernel_ud2(rip, where, sizeof where);
  if (kind == 1) stand_end("bug", where);
  if (kind == 0) end_at("fault", "illegal instruction at", rip);
  context->uc_mcontext.gregs[REG_RIP] += UD2_LENGTH;
}

static void on_step(int signal, siginfo_t *info, void *raw) {
  ucontext_t *context = raw;
  (void)signal;
  (void)info;
  context->uc_mcontext.gregs[REG_EFL] &= ~(greg_t)TRAP_FLAG;
  if (!watch_stepped()) stand_end("fault", "breakpoint");
}

static void on_clock(int signal, siginfo_t *info, void *raw) {
  ucontext_t *context = raw;
  (void)signal;
  (void)info;
  /* A frame is being written: it must be whole before another begins. */
  if (channel_is_busy()) setitimer(ITIMER_PROF, &(struct itimerval){.it_value.tv_usec = RETRY_MICROSECONDS}, 0);
  else end_at("hung", "out of CPU time at", (uintptr_t)context->uc_mcontext.gregs[REG_RIP]);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *)) {
  struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
  action.sa_sigaction = handler;
  /* The clock waits while another signal is looked after: frames are written whole. */
  sigaddset(&action.sa_mask, SIGPROF);
  sigaction(signal, &action, 0);
}

void traps_start(void) {
  static char stack[STACK_SIZE];
  sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, 0);
  if (&stand_missing_end[0] > &stand_missing_start[0] &&
      mprotect(stand_missing_start, (size_t)(stand_missing_end - stand_missing_start), PROT_NONE) != 0)
    exit(1);
  handle(SIGSEGV, on_fault);
  handle(SIGBUS, on_fault);
  handle(SIGILL, on_illegal);
  handle(SIGTRAP, on_step);
  handle(SIGPROF, on_clock);
}

void traps_set_clock(unsigned seconds) {
  setitimer(ITIMER_PROF, &(struct itimerval){.it_value.tv_sec = seconds}, 0);
}
