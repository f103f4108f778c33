/* What the kernel half asks of this one. Kernel code keeps its stack aligned to 8 bytes only: this half is compiled with
 * -mstackrealign. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "../stand.h"
#include "channel.h"

stand_word stand_ask(const char *name, unsigned count, const stand_word *words, stand_word *answer) {
  struct frame frame = channel_ask(name, count, words, 0, 0);
  unsigned most = frame.words < STAND_MOST_WORDS ? frame.words : STAND_MOST_WORDS;
  if (answer) memcpy(answer, frame.word, most * sizeof *answer);
  return most ? frame.word[0] : 0;
}

void stand_tell(const char *name, unsigned count, const stand_word *words) {
  channel_put(FRAME_TELL, name, count, words, 0, 0);
}

void stand_tell_text(const char *name, const char *text, stand_word length) {
  channel_put(FRAME_TELL, name, 0, 0, (unsigned)length, text);
}

void stand_end(const char *how, const char *why) {
  channel_put(FRAME_DONE, how, 0, 0, (unsigned)strlen(why), why);
  channel_flush();
  _exit(0);
}
