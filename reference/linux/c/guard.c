// SPDX-License-Identifier: MIT
#define _GNU_SOURCE
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "../../c/include/iommu_conformance.h"
#include "guard.h"
#include "stand.h"

/* Four times a kernel stack: an endless recursion ends soon. */
#define STACK_BYTES (64 << 10)
#define SIGNAL_STACK_BYTES (64 << 10)
#define TICK_MS 10
#define HANG_SIGNAL (SIGRTMIN + 7)

static const int faults[] = { SIGSEGV, SIGBUS };
#define N_FAULTS (sizeof(faults) / sizeof(faults[0]))

/* One run at a time: signal handlers are the process's. */
static pthread_mutex_t one_run = PTHREAD_MUTEX_INITIALIZER;

static struct guard {
	uint8_t *stack, *signal_stack;
	ucontext_t first_caller, first_inside;
	jmp_buf caller, inside; /* where to go on outside, and on the stack of its own */
	void (*body)(void);
	sigjmp_buf jump;	     /* where a step that does not return is left */
	volatile sig_atomic_t armed; /* inside a step: a signal may jump */
	volatile sig_atomic_t ticks; /* timer ticks that are left of `granted` */
	sig_atomic_t granted;
	volatile sig_atomic_t ticking;
	pid_t thread;
	timer_t timer;
	int has_timer;
	struct sigaction old_faults[N_FAULTS];
	stack_t old_stack;
} guard;

void stand_bug(void)
{
	siglongjmp(guard.jump, IOC_STATUS_BUG);
}

/* One tick more, since the first may come at once. */
void guard_limit(unsigned int ms)
{
	guard.granted = (sig_atomic_t)(ms / TICK_MS) + 1;
	guard.ticks = guard.granted;
}

void guard_extend(void)
{
	guard.ticks = guard.granted;
}

/* A fault outside of a step, or of another thread, is not ours: the old handler sees it when the access is retried. */
static void on_fault(int signal)
{
	if (guard.armed && syscall(SYS_gettid) == guard.thread)
		siglongjmp(guard.jump, IOC_STATUS_FAULT);
	for (unsigned int i = 0; i < N_FAULTS; i++)
		if (faults[i] == signal)
			sigaction(signal, &guard.old_faults[i], NULL);
}

static void set_timer(struct guard *of, long ms)
{
	struct itimerspec every = { { 0, ms * 1000000 }, { 0, ms * 1000000 } };

	timer_settime(of->timer, 0, &every, NULL);
	of->ticking = ms != 0;
}

/*
 * The timer runs on between runs, which follow each other closely; a tick that finds none stops it. Where a process has
 * several libraries, the handler of one hears the ticks of all: a tick says whose it is.
 */
static void on_tick(int signal, siginfo_t *info, void *context)
{
	struct guard *of = info->si_value.sival_ptr;

	(void)signal, (void)context;
	if (!of->armed)
		set_timer(of, 0);
	else if (--of->ticks <= 0)
		siglongjmp(of->jump, IOC_STATUS_HANG);
}

/* With the guard page at its low end an overrun faults. */
static uint8_t *new_stack(size_t bytes)
{
	uint8_t *at = mmap(NULL, bytes + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (at == MAP_FAILED || mprotect(at, 4096, PROT_NONE) != 0)
		return NULL;
	return at + 4096;
}

/* NODEFER: the handlers leave by a jump, which must not leave their signal blocked. */
#define HANDLER_FLAGS (SA_ONSTACK | SA_NODEFER | SA_RESTART)

/* The timer counts the CPU time of the thread that created it. */
static int timer_of_thread(void)
{
	struct sigevent event = { .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = HANG_SIGNAL };
	pid_t thread = (pid_t)syscall(SYS_gettid);

	if (guard.has_timer && thread == guard.thread)
		return 0;
	if (guard.has_timer)
		timer_delete(guard.timer);
	event._sigev_un._tid = thread;
	event.sigev_value.sival_ptr = &guard;
	guard.thread = thread;
	guard.ticking = 0;
	guard.has_timer = timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &guard.timer) == 0;
	return guard.has_timer ? 0 : -1;
}

/* The library is about to be unloaded: no tick may call a handler that is gone. */
__attribute__((destructor)) static void stop_timer(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	if (!guard.has_timer)
		return;
	timer_delete(guard.timer);
	sigaction(HANG_SIGNAL, &ignore, NULL);
}

static int prepare(void)
{
	if (!guard.stack)
		guard.stack = new_stack(STACK_BYTES);
	if (!guard.signal_stack)
		guard.signal_stack = new_stack(SIGNAL_STACK_BYTES);
	return guard.stack && guard.signal_stack && timer_of_thread() == 0 ? 0 : -1;
}

static void install(void)
{
	stack_t stack = { .ss_sp = guard.signal_stack, .ss_size = SIGNAL_STACK_BYTES };
	struct sigaction fault = { .sa_handler = on_fault, .sa_flags = HANDLER_FLAGS };
	struct sigaction tick = { .sa_sigaction = on_tick, .sa_flags = HANDLER_FLAGS | SA_SIGINFO };

	sigaltstack(&stack, &guard.old_stack);
	for (unsigned int i = 0; i < N_FAULTS; i++)
		sigaction(faults[i], &fault, &guard.old_faults[i]);
	if (guard.ticking)
		return;
	sigaction(HANG_SIGNAL, &tick, NULL);
	set_timer(&guard, TICK_MS);
}

static void restore(void)
{
	for (unsigned int i = 0; i < N_FAULTS; i++)
		sigaction(faults[i], &guard.old_faults[i], NULL);
	sigaltstack(&guard.old_stack, NULL);
}

unsigned int guard_step(void (*step)(void))
{
	int why = sigsetjmp(guard.jump, 0);

	if (why == 0) {
		guard_limit(GUARD_LONGEST_MS);
		guard.armed = 1;
		step();
	}
	guard.armed = 0;
	return (unsigned int)why;
}

/* Lives on the stack of its own for good: one turn of the loop is one run. */
static void inside(void)
{
	for (;;) {
		guard.body();
		if (_setjmp(guard.inside) == 0)
			_longjmp(guard.caller, 1);
	}
}

/* A jump between stacks costs no system call; a context switch, which the first entry needs, costs three. */
static void switch_stack(void)
{
	static int entered;

	if (_setjmp(guard.caller) != 0)
		return;
	if (entered)
		_longjmp(guard.inside, 1);
	entered = 1;
	getcontext(&guard.first_inside);
	guard.first_inside.uc_stack.ss_sp = guard.stack;
	guard.first_inside.uc_stack.ss_size = STACK_BYTES;
	makecontext(&guard.first_inside, inside, 0);
	swapcontext(&guard.first_caller, &guard.first_inside);
}

int guard_run(void (*body)(void))
{
	int ret;

	pthread_mutex_lock(&one_run);
	ret = prepare();
	if (ret == 0) {
		guard.body = body;
		install();
		switch_stack();
		restore();
	}
	pthread_mutex_unlock(&one_run);
	return ret;
}
