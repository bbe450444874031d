/* SPDX-License-Identifier: GPL-3.0-or-later */
/* System calls by number, on this machine. Used by sandbox.c alone. */
#ifndef ICD_SANDBOX_CALLS_H
#define ICD_SANDBOX_CALLS_H

#include <linux/audit.h>
#include <stddef.h>

/* The machine as a filter is told it, and where it is told the flags of clone: 32 bits of an argument. A machine that
 * is not here has no filter. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define CALLS_MACHINE AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define CALLS_MACHINE AUDIT_ARCH_I386
#elif defined(__aarch64__)
#define CALLS_MACHINE AUDIT_ARCH_AARCH64
#elif defined(__s390x__)
#define CALLS_MACHINE AUDIT_ARCH_S390X
#elif defined(__riscv) && __riscv_xlen == 64
#define CALLS_MACHINE AUDIT_ARCH_RISCV64
#else
#define CALLS_MACHINE 0
#endif
#ifdef __s390x__
#define CALLS_CLONE_FLAGS (offsetof(struct seccomp_data, args[1]) + 4)
#else
#define CALLS_CLONE_FLAGS offsetof(struct seccomp_data, args[0])
#endif

/* What the look-up needs; clone for threads alone. */
extern const short calls_needed[];
extern const size_t calls_needed_count;

/* What nothing needs that reads documents and starts programs for that. */
extern const short calls_refused[];
extern const size_t calls_refused_count;

#endif
