/* Descriptors that calls may name. */
#ifndef GROUP_H
#define GROUP_H

enum { GROUP_FD = 10, EVENT_FD, OTHER_FD, CLOSED_FD };

#endif
