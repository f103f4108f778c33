/* Files, their descriptors, and the memory of the user's that calls read. */
#ifndef FILES_H
#define FILES_H

#include <linux/fs.h>

/* Releases the files whose last reference has gone. */
void files_release(void);
/* The file that the last successful export has put under a descriptor. */
extern struct file *files_installed;
/* An errno that the next file, or the next descriptor, is refused with; 0: none. */
extern int files_refuse_file, files_refuse_fd;

enum { USER_BYTES = 1 << 17 };
extern char user_memory[USER_BYTES];
/* From this offset on the user's memory cannot be read. */
extern unsigned long user_readable;
/* The next copy of an array finds no memory. */
extern bool user_copy_fails;

#endif
