/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifdef __linux__

#include "calls.h"

#include <sys/syscall.h>

#include "system_calls.inc"

const size_t calls_needed_count = sizeof calls_needed / sizeof *calls_needed;
const size_t calls_refused_count = sizeof calls_refused / sizeof *calls_refused;

#else
typedef int no_calls;
#endif
