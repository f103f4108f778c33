/* Frames on standard input and output: a header, the name, words, bytes; each part padded to 8 bytes. docs/linux.md. */
#ifndef CHANNEL_H
#define CHANNEL_H

#include <stdint.h>

enum frame_kind { FRAME_ASK = 1, FRAME_TELL, FRAME_DONE, FRAME_ANSWER, FRAME_CALL, FRAME_RESET, FRAME_ABANDON };

struct frame_header {
  uint32_t kind;
  uint32_t name_length;
  uint32_t words;
  uint32_t bytes;
};

/* A frame received; what the pointers lead to is good until the next one. */
struct frame {
  uint32_t kind;
  const char *name;
  unsigned words;
  const uint64_t *word;
  unsigned bytes;
  const uint8_t *byte;
};

/* Puts a frame behind those that wait to be sent. */
void channel_put(enum frame_kind kind, const char *name, unsigned words, const uint64_t *word, unsigned bytes,
                 const void *byte);
void channel_flush(void);
/* True while a frame is under way: for a handler that comes in between. */
int channel_is_busy(void);
/* Waits for a frame. Ends the process when the other end has gone. */
struct frame channel_take(void);
/* Asks, with bytes, and takes the answer. Ends the call if the other end gives it up: as what, and why, it says. */
struct frame channel_ask(const char *name, unsigned words, const uint64_t *word, unsigned bytes, const void *byte);

#endif
