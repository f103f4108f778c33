/* Tasks: the scheduler of a machine with one CPU, on which nobody is interrupted. */
#include <linux/cache.h>
#include <linux/completion.h>
#include <linux/percpu.h>
#include <linux/sched.h>

#include "files.h"
#include "glue.h"
#include "task.h"

enum { STACK_BYTES = 1 << 18 };

DEFINE_PER_CPU_CACHE_HOT(struct task_struct *, current_task);
/* The linker script of a kernel makes this alias. */
asm(".globl const_current_task\n.set const_current_task, current_task");

struct task *task_now;
static struct task *all;
static void *scheduler_stack;

/* Saves what a function must keep, and goes on at another stack. */
void task_switch(void **from, void *to);
asm(".text\n.globl task_switch\ntask_switch:\n"
    "push %rbp\npush %rbx\npush %r12\npush %r13\npush %r14\npush %r15\n"
    "mov %rsp, (%rdi)\nmov %rsi, %rsp\n"
    "pop %r15\npop %r14\npop %r13\npop %r12\npop %rbx\npop %rbp\nret\n");

static void leave(void) {
  struct task *task = task_now;
  task_switch(&task->stack_pointer, scheduler_stack);
}

static void run(void) {
  struct task *task = task_now;
  task->value = task->body(task->argument);
  /* What a kernel does on the way back to the user: files whose last reference went are released. */
  files_release();
  task->is_over = true;
  leave();
}

static void enter(struct task *task) {
  struct task_struct *before = this_cpu_read(current_task);
  task_now = task;
  faults = task->faults;
  this_cpu_write(current_task, task->kernel);
  task_switch(&scheduler_stack, task->stack_pointer);
  task->faults = faults;
  faults = (struct device_faults){};
  this_cpu_write(current_task, before);
  task_now = NULL;
}

struct task *task_begin(long (*body)(void *argument), void *argument) {
  struct task *task = stand_allocate(sizeof *task);
  void **top = stand_reserve(STACK_BYTES) + STACK_BYTES;
  task->kernel = stand_reserve(sizeof *task->kernel);
  task->body = body;
  task->argument = argument;
  task->faults = faults;
  task->next = all;
  all = task;
  /* As task_switch() leaves a stack: six registers below the address to return to, and nobody above it. */
  top[-2] = run;
  task->stack_pointer = &top[-8];
  enter(task);
  return task;
}

/* The owner field of a lock is 0 when it is free. */
static bool may_go_on(const struct task *task) {
  switch (task->wait) {
    case WAITS_COMPLETION:
      return ((const struct completion *)task->on)->done;
    case WAITS_LOCK:
      return !atomic_long_read((const atomic_long_t *)task->on);
    default:
      return task->is_woken;
  }
}

void task_go_on(struct task *task) {
  if (!task->is_over && may_go_on(task)) enter(task);
}

void task_abandon(struct task *task) {
  for (struct task **link = &all; *link; link = &(*link)->next)
    if (*link == task) {
      *link = task->next;
      return;
    }
}

struct task *task_of(const struct task_struct *kernel) {
  struct task *task = all;
  while (task && task->kernel != kernel) task = task->next;
  return task;
}

void task_wait(enum task_wait wait, const void *on) {
  struct task *task = task_now;
  if (!task) stand_end("hung", "a wait outside of any task");
  task->wait = wait;
  task->on = on;
  task->is_woken = false;
  leave();
  task->wait = WAITS_NOT;
}
