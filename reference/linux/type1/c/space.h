/* The address space of the process. */
#ifndef SPACE_H
#define SPACE_H

/*
 * From now on n pages can be pinned, the next one cannot: `error` is the negative errno, or 0 if none is pinned and nothing
 * said. All can where n < 0.
 */
void space_fail_pin(long n, long error);

#endif
