/* Memory of the user's: one buffer, of which the tail may be unreadable. */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "files.h"
#include "glue.h"

char user_memory[USER_BYTES];
unsigned long user_readable;
bool user_copy_fails;

unsigned long _copy_from_user(void *to, const void __user *from, unsigned long bytes) {
  unsigned long offset = (const char __force *)from - user_memory;
  if (offset > USER_BYTES || bytes > USER_BYTES - offset)
    stand_end("fault", "a copy from outside of the user's memory");
  if (offset + bytes > user_readable) return bytes;
  memcpy(to, (const void __force *)from, bytes);
  return 0;
}

unsigned long _copy_to_user(void __user *to, const void *from, unsigned long bytes) {
  return 0;
}

void *memdup_user(const void __user *from, size_t bytes) {
  /* Whether there is memory is asked of other allocations: this one has a fault of its own. */
  void *copy = user_copy_fails ? NULL : stand_allocate(bytes);
  if (!copy) return ERR_PTR(-ENOMEM);
  if (!copy_from_user(copy, from, bytes)) return copy;
  kfree(copy);
  return ERR_PTR(-EFAULT);
}
