#include "instructions.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "../stand.h"
#include "channel.h"
#include "watch.h"

enum { RMP_STATE_BYTES = 16, MOST_CODE = 4, CPUID_LENGTH = 2 };

/* Addresses of the kernel half's CPUID instructions, found at link time; ends with 0. */
extern const uint64_t stand_cpuid_sites[];

static uint64_t *reg(ucontext_t *context, int name) {
  return (uint64_t *)&context->uc_mcontext.gregs[name];
}

static uint64_t low_half(uint64_t value) {
  return value & 0xffffffffu;
}

static void rmpupdate(ucontext_t *context) {
  uint64_t address = *reg(context, REG_RAX);
  const void *state = (const void *)*reg(context, REG_RCX);
  struct frame answer = channel_ask("rmpupdate", 1, &address, RMP_STATE_BYTES, state);
  *reg(context, REG_RAX) = answer.words ? low_half(answer.word[0]) : 0;
  watch_forget();
}

static void psmash(ucontext_t *context) {
  uint64_t address = *reg(context, REG_RAX);
  *reg(context, REG_RAX) = low_half(stand_ask("psmash", 1, &address, 0));
  watch_forget();
}

/* The buffer is written only if the answer has bytes: as the instruction, which on failure need not. */
static void rmpread(ucontext_t *context) {
  uint64_t address = *reg(context, REG_RAX);
  void *buffer = (void *)*reg(context, REG_RCX);
  struct frame answer = channel_ask("rmpread", 1, &address, 0, 0);
  if (answer.bytes == RMP_STATE_BYTES) memcpy(buffer, answer.byte, RMP_STATE_BYTES);
  *reg(context, REG_RAX) = answer.words ? low_half(answer.word[0]) : 0;
}

static void rdmsr(ucontext_t *context) {
  uint64_t msr = low_half(*reg(context, REG_RCX));
  uint64_t value = stand_ask("rdmsr", 1, &msr, 0);
  *reg(context, REG_RAX) = low_half(value);
  *reg(context, REG_RDX) = value >> 32;
}

static void wrmsr(ucontext_t *context) {
  uint64_t value = *reg(context, REG_RDX) << 32 | low_half(*reg(context, REG_RAX));
  stand_tell("wrmsr", 2, (stand_word[]){low_half(*reg(context, REG_RCX)), value});
}

static void wbinvd(ucontext_t *context) {
  (void)context;
  stand_tell("wbinvd", 0, 0);
}

/* Interrupts are not modelled. */
static void ignore(ucontext_t *context) {
  (void)context;
}

static void cpuid(ucontext_t *context) {
  stand_word answer[STAND_MOST_WORDS] = {0};
  stand_word leaf[] = {low_half(*reg(context, REG_RAX)), low_half(*reg(context, REG_RCX))};
  stand_ask("cpuid", 2, leaf, answer);
  *reg(context, REG_RAX) = low_half(answer[0]);
  *reg(context, REG_RBX) = low_half(answer[1]);
  *reg(context, REG_RCX) = low_half(answer[2]);
  *reg(context, REG_RDX) = low_half(answer[3]);
}

/* MOV from a control register, without REX: CR0 to CR4 into one of the first eight registers. */
static void read_control(ucontext_t *context) {
  static const int REGISTERS[] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI};
  uint8_t operands = ((const uint8_t *)context->uc_mcontext.gregs[REG_RIP])[2];
  stand_word control = operands >> 3 & 7;
  *reg(context, REGISTERS[operands & 7]) = stand_ask("readControl", 1, &control, 0);
}

struct instruction {
  uint8_t length;
  /* Of these, so many bytes must match; the rest are operands. */
  uint8_t fixed;
  uint8_t code[MOST_CODE];
  void (*run)(ucontext_t *context);
};

static const struct instruction INSTRUCTIONS[] = {
    {4, 4, {0xf2, 0x0f, 0x01, 0xfe}, rmpupdate}, {4, 4, {0xf3, 0x0f, 0x01, 0xff}, psmash},
    {4, 4, {0xf2, 0x0f, 0x01, 0xfd}, rmpread},   {2, 2, {0x0f, 0x32}, rdmsr},
    {2, 2, {0x0f, 0x30}, wrmsr},                 {2, 2, {0x0f, 0x09}, wbinvd},
    {3, 2, {0x0f, 0x20}, read_control},          {1, 1, {0xfa}, ignore},
    {1, 1, {0xfb}, ignore},
};

static int is_cpuid_site(uint64_t address) {
  for (const uint64_t *site = stand_cpuid_sites; *site != 0; site++)
    if (*site == address) return 1;
  return 0;
}

int instruction_emulate(ucontext_t *context) {
  uint64_t at = *reg(context, REG_RIP);
  if (is_cpuid_site(at)) {
    cpuid(context);
    *reg(context, REG_RIP) += CPUID_LENGTH;
    return 1;
  }
  for (unsigned i = 0; i < sizeof INSTRUCTIONS / sizeof *INSTRUCTIONS; i++) {
    const struct instruction *instruction = &INSTRUCTIONS[i];
    if (memcmp((const void *)at, instruction->code, instruction->fixed) != 0) continue;
    instruction->run(context);
    *reg(context, REG_RIP) += instruction->length;
    return 1;
  }
  return 0;
}

void instructions_start(void) {
  static const uint8_t UD2[CPUID_LENGTH] = {0x0f, 0x0b};
  for (const uint64_t *site = stand_cpuid_sites; *site != 0; site++) {
    char *page = (char *)(*site & ~4095ul);
    /* Two pages: the instruction may lie across their border. */
    if (mprotect(page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC) != 0) exit(1);
    memcpy((void *)*site, UD2, sizeof UD2);
    mprotect(page, 8192, PROT_READ | PROT_EXEC);
  }
}
