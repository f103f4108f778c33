/* printk, dump_stack, BUG and WARN: told, with the kernel's own formatting. Needs lib/vsprintf.o and lib/bug.o. */
#include <linux/bug.h>
#include <linux/kern_levels.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/static_call.h>

#include "glue.h"

enum { LINE = 1024 };

/* The level's digit goes before the text; a line without one has that of the kernel's default. */
int _printk(const char *format, ...) {
  char line[LINE];
  va_list arguments;
  const char *text = printk_skip_level(format);
  line[0] = text != format ? format[1] : '4';
  va_start(arguments, format);
  int length = 1 + vscnprintf(line + 1, sizeof line - 1, text, arguments);
  va_end(arguments);
  while (length > 1 && line[length - 1] == '\n') length--;
  stand_tell_text("printk", line, length);
  return length;
}

void dump_stack(void) {
  stand_tell("dumpStack", 0, 0);
}

static int place_of(struct bug_entry *bug, char *where, stand_word size) {
  const char *file;
  unsigned line;
  bug_get_file_line(bug, &file, &line);
  return scnprintf(where, size, "%s:%u", file ? file : "?", line);
}

int stand_kernel_ud2(stand_word address, char *where, stand_word size) {
  struct bug_entry *bug = find_bug(address);
  if (!bug) return 0;
  int length = place_of(bug, where, size);
  if (!(bug->flags & BUGFLAG_WARNING)) return 1;
  stand_tell_text("warn", where, length);
  return 2;
}

/* WARN with a message is a static call of this trampoline with the entry of the bug table and the message's arguments. */
void __SCT__WARN_trap(struct bug_entry *bug, ...) {
  char line[LINE];
  va_list arguments;
  int length = place_of(bug, line, sizeof line);
  const char *format = (const char *)&bug->format_disp + bug->format_disp;
  length += scnprintf(line + length, sizeof line - length, ": ");
  va_start(arguments, bug);
  length += vscnprintf(line + length, sizeof line - length, format, arguments);
  va_end(arguments);
  while (line[length - 1] == '\n') length--;
  stand_tell_text("warn", line, length);
}
