/* One CPU, whose registers are at the other end of the channel. Features: X86_FEATURE bits of boot_cpu_data. */
#include <linux/cpumask.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <asm/msr.h>
#include <asm/processor.h>
#include <asm/smp.h>

#include "glue.h"

struct cpuinfo_x86 boot_cpu_data;
struct cpumask __cpu_online_mask = {.bits = {1}};
struct cpumask __cpu_present_mask = {.bits = {1}};
unsigned int nr_cpu_ids = 1;
DEFINE_PER_CPU_CACHE_HOT(int, __preempt_count);

void preempt_schedule_thunk(void) {}
void preempt_schedule_notrace_thunk(void) {}

void on_each_cpu_cond_mask(smp_cond_func_t condition, smp_call_func_t run, void *info, bool wait,
                           const struct cpumask *mask) {
  if (!condition || condition(0, info)) run(info);
}

void wbinvd_on_all_cpus(void) {
  stand_tell("wbinvd", 0, 0);
}

static int change_msr(u32 msr, u64 clear, u64 set) {
  u64 value = STAND_ASK("rdmsr", msr);
  u64 changed = (value & ~clear) | set;
  if (changed == value) return 0;
  STAND_TELL("wrmsr", msr, changed);
  return 1;
}

int msr_set_bit(u32 msr, u8 bit) {
  return change_msr(msr, 0, BIT_ULL(bit));
}

int msr_clear_bit(u32 msr, u8 bit) {
  return change_msr(msr, BIT_ULL(bit), 0);
}
