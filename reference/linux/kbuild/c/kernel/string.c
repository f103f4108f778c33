/* What the x86 kernel has in assembly. */
#include <linux/string.h>

#include "glue.h"

/* Clearing watched memory is one event, not one store after another. */
void *memset(void *at, int value, size_t size) {
  stand_word physical;
  if (stand_watched(at, &physical)) {
    STAND_TELL("fill", physical, size, (u8)value);
    return at;
  }
  void *to = at;
  asm volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
  return at;
}

void *memcpy(void *to, const void *from, size_t size) {
  void *at = to;
  asm volatile("rep movsb" : "+D"(at), "+S"(from), "+c"(size) : : "memory");
  return to;
}

void *memmove(void *to, const void *from, size_t size) {
  if (to <= from || to >= from + size) return memcpy(to, from, size);
  for (size_t i = size; i-- > 0;) ((char *)to)[i] = ((const char *)from)[i];
  return to;
}
