/*
 * A kernel program: kernel objects that answer calls over a pipe. The first process never runs kernel code: it forks one
 * that does, for each trace anew, so that a trace starts from the state that a kernel boots with, whatever the last one did.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../stand.h"
#include "channel.h"
#include "instructions.h"
#include "memory.h"
#include "traps.h"
#include "watch.h"

enum { SECONDS_A_CALL = 4 };

static const struct stand_entry *entry_of(const char *name) {
  for (const struct stand_entry *entry = stand_entries; entry->name; entry++)
    if (strcmp(entry->name, name) == 0) return entry;
  return 0;
}

static void call(const struct frame *frame) {
  const struct stand_entry *entry = entry_of(frame->name);
  stand_word words[STAND_MOST_WORDS] = {0};
  stand_word results[STAND_MOST_WORDS] = {0};
  if (!entry) stand_end("missing", frame->name);
  if (frame->words > STAND_MOST_WORDS) stand_end("missing", "room for so many words");
  memcpy(words, frame->word, frame->words * sizeof *words);
  watch_forget();
  traps_set_clock(SECONDS_A_CALL);
  unsigned count = entry->run(words, results);
  stand_kernel_settle();
  traps_set_clock(0);
  channel_put(FRAME_DONE, "ok", count, results, 0, 0);
  channel_flush();
}

/* Serves calls until the trace ends. */
static void serve(void) {
  stand_kernel_start();
  for (;;) {
    struct frame frame = channel_take();
    if (frame.kind != FRAME_CALL) _exit(0);
    call(&frame);
  }
}

/* What the process that served could not say any more. */
static void report_death(int signal) {
  const char *name = strsignal(signal);
  channel_put(FRAME_DONE, "fault", 0, 0, (unsigned)strlen(name), name);
  channel_flush();
}

int main(void) {
  memory_start();
  instructions_start();
  traps_start();
  for (;;) {
    int status;
    pid_t child = fork();
    if (child < 0) return 1;
    if (child == 0) serve();
    if (waitpid(child, &status, 0) < 0) return 1;
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) return 1;
    if (WIFSIGNALED(status)) report_death(WTERMSIG(status));
  }
}
