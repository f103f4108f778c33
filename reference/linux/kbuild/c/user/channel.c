#include "channel.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { OUT_SIZE = 1 << 16, IN_SIZE = 1 << 16 };

/* Aligned: words are read where they arrive. */
static _Alignas(8) uint8_t out[OUT_SIZE];
static unsigned out_used;
static _Alignas(8) uint8_t in[IN_SIZE];
static volatile sig_atomic_t busy;

static unsigned padded(unsigned size) {
  return (size + 7u) & ~7u;
}

static void put_part(const void *part, unsigned size) {
  memcpy(out + out_used, part, size);
  memset(out + out_used + size, 0, padded(size) - size);
  out_used += padded(size);
}

int channel_is_busy(void) {
  return busy;
}

static void flush(void) {
  for (unsigned sent = 0; sent < out_used;) {
    ssize_t n = write(STDOUT_FILENO, out + sent, out_used - sent);
    if (n < 0 && errno != EINTR) _exit(1);
    if (n > 0) sent += (unsigned)n;
  }
  out_used = 0;
}

void channel_flush(void) {
  busy = 1;
  flush();
  busy = 0;
}

void channel_put(enum frame_kind kind, const char *name, unsigned words, const uint64_t *word, unsigned bytes,
                 const void *byte) {
  struct frame_header header = {kind, (uint32_t)strlen(name), words, bytes};
  unsigned size = sizeof header + padded(header.name_length) + words * 8 + padded(bytes);
  if (size > OUT_SIZE) _exit(1);
  busy = 1;
  if (out_used + size > OUT_SIZE) flush();
  put_part(&header, sizeof header);
  put_part(name, header.name_length);
  put_part(word, words * 8);
  put_part(byte, bytes);
  busy = 0;
}

static void take_part(void *part, unsigned size) {
  for (unsigned got = 0; got < size;) {
    ssize_t n = read(STDIN_FILENO, (uint8_t *)part + got, size - got);
    if (n == 0 || (n < 0 && errno != EINTR)) _exit(1);
    if (n > 0) got += (unsigned)n;
  }
}

/* Nothing is read beyond the frame: the next one may be for the next process. */
struct frame channel_take(void) {
  struct frame_header header;
  take_part(&header, sizeof header);
  unsigned name = padded(header.name_length + 1);
  uint64_t size = (uint64_t)padded(header.name_length) + (uint64_t)header.words * 8 + padded(header.bytes);
  if (size + name > IN_SIZE) _exit(1);
  /* The name moves to the end of the buffer, where it gets its zero. */
  take_part(in, (unsigned)size);
  char *copy = (char *)in + IN_SIZE - name;
  memcpy(copy, in, header.name_length);
  copy[header.name_length] = 0;
  const uint8_t *words = in + padded(header.name_length);
  return (struct frame){header.kind,  copy, header.words, (const uint64_t *)words, header.bytes,
                        words + (uint64_t)header.words * 8};
}

struct frame channel_ask(const char *name, unsigned words, const uint64_t *word, unsigned bytes, const void *byte) {
  channel_put(FRAME_ASK, name, words, word, bytes, byte);
  channel_flush();
  struct frame answer = channel_take();
  if (answer.kind == FRAME_ABANDON) {
    channel_put(FRAME_DONE, answer.name, 0, 0, answer.bytes, answer.byte);
    channel_flush();
    _exit(0);
  }
  /* The other end has lost interest, in the middle of a call. */
  if (answer.kind == FRAME_RESET) _exit(0);
  if (answer.kind != FRAME_ANSWER) _exit(1);
  return answer;
}
