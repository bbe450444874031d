/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sandbox.h"

#ifndef ICD_SANDBOX
#define ICD_SANDBOX 1
#endif

#if ICD_SANDBOX && defined(__linux__)

#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- landlock: files (linux/landlock.h, which older headers do not have whole) ---- */

enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446 }; /* the same on every machine */

#define ACCESS_EXECUTE      (1ull << 0)
#define ACCESS_READ         (1ull << 2 | 1ull << 3)                         /* files, folders */
#define ACCESS_CHANGE       (1ull << 4 | 1ull << 5 | 1ull << 7 | 1ull << 8) /* remove; make folders and files */
#define ACCESS_WRITE        (1ull << 1 | 1ull << 14)                        /* files; cut them off */
#define ACCESS_OF_FILE      (ACCESS_EXECUTE | 1ull << 2 | ACCESS_WRITE)     /* what a rule for a file may name */
#define ACCESS_ALL(version) ((1ull << ((version) < 2 ? 13 : (version) < 3 ? 14 : 15)) - 1)
#define NETWORK_ALL         (1ull << 0 | 1ull << 1) /* TCP: bind, connect; from version 4 on */
#define SCOPED_ALL          (1ull << 0 | 1ull << 1) /* sockets without a file, signals; from version 6 on */

struct ruleset {
	uint64_t files, network, scoped;
};

struct __attribute__((packed)) rule {
	uint64_t access;
	int32_t folder;
};

static long landlock_version(void)
{
	return syscall(CREATE_RULESET, NULL, 0, 1u);
}

void sandbox_prepare(struct sandbox *box)
{
	box->version = landlock_version();
	struct ruleset ruleset = {ACCESS_ALL(box->version), NETWORK_ALL, SCOPED_ALL};
	size_t size = (box->version < 4 ? 1 : box->version < 6 ? 2 : 3) * sizeof ruleset.files;
	box->rules = box->version < 1 ? -1 : (int)syscall(CREATE_RULESET, &ruleset, size, 0u);
}

static uint64_t access_bits(const struct sandbox *box, unsigned access)
{
	uint64_t bits = access & SANDBOX_READ ? ACCESS_READ : 0;
	if (access & SANDBOX_WRITE)
		bits |= ACCESS_WRITE | ACCESS_CHANGE;
	if (access & SANDBOX_RUN)
		bits |= ACCESS_EXECUTE;
	return bits & ACCESS_ALL(box->version);
}

static void give_up(struct sandbox *box)
{
	if (box->rules >= 0)
		close(box->rules);
	box->rules = -1;
}

void sandbox_allow(struct sandbox *box, const char *path, unsigned access)
{
	struct stat st;
	errno = 0;
	int fd = box->rules < 0 || !path[0] ? -1 : open(path, O_PATH | O_CLOEXEC);
	/* Should numbers of files or memory run out, the command goes on without, and says so where it needs them. */
	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == EINTR || errno == EIO))
		give_up(box);
	if (fd < 0)
		return;
	struct rule rule = {access_bits(box, access), fd};
	if (fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.access &= ACCESS_OF_FILE;
	/* Pipes and the like have no place in the tree of files, and need no rule. */
	syscall(ADD_RULE, box->rules, 1, &rule, 0u);
	close(fd);
}

/* The folder of the path, or the nearest above it that is there. */
static void allow_folder(struct sandbox *box, const char *path)
{
	char folder[PATH_MAX];
	struct stat st;
	if (snprintf(folder, sizeof folder, "%s%s", path[0] == '/' ? "" : "./", path) >= (int)sizeof folder)
		return;
	for (char *slash; (slash = strrchr(folder, '/')) != NULL;) {
		slash[slash == folder] = '\0';
		if (stat(folder, &st) == 0) {
			sandbox_allow(box, folder, SANDBOX_READ | SANDBOX_WRITE);
			return;
		}
	}
}

/* Where a link points to that leads nowhere yet: the file that will be made. False where the path is no link. */
static bool link_target(const char *path, char target[PATH_MAX])
{
	char text[PATH_MAX];
	ssize_t length = readlink(path, text, sizeof text - 1);
	const char *slash = strrchr(path, '/');
	if (length <= 0)
		return false;
	text[length] = '\0';
	int folder = text[0] == '/' || !slash ? 0 : (int)(slash - path) + 1;
	return snprintf(target, PATH_MAX, "%.*s%s", folder, path, text) < PATH_MAX;
}

/* The folders that a file is made in through links that lead nowhere yet, one after the other. */
static void allow_targets(struct sandbox *box, const char *path)
{
	char from[PATH_MAX], target[PATH_MAX];
	if (snprintf(from, sizeof from, "%s", path) >= (int)sizeof from)
		return;
	for (int links = 0; links < 8 && link_target(from, target); links++) {
		allow_folder(box, target);
		memcpy(from, target, sizeof from);
	}
}

void sandbox_allow_output(struct sandbox *box, const char *path)
{
	char real[PATH_MAX];
	struct stat st;
	bool there = stat(path, &st) == 0;
	sandbox_allow(box, path, SANDBOX_READ | SANDBOX_WRITE);
	/* A device is written as it is, and no file is made beside it. */
	if (there && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return;
	allow_folder(box, path);
	if (there && realpath(path, real))
		allow_folder(box, real);
	else if (!there)
		allow_targets(box, path);
}

void sandbox_allow_programs(struct sandbox *box)
{
	static const char *const system[] = {"/usr", "/lib", "/lib32", "/lib64", "/bin", "/nix", "/gnu"};
	static const char *const settings[] = {"/etc", "/var/cache/fontconfig", "/dev/urandom",
					       "/sys/devices/system/cpu"};
	char folder[PATH_MAX];
	for (size_t i = 0; i < sizeof system / sizeof *system; i++)
		sandbox_allow(box, system[i], SANDBOX_READ | SANDBOX_RUN);
	for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
		sandbox_allow(box, settings[i], SANDBOX_READ);
	sandbox_allow(box, "/dev/null", SANDBOX_READ | SANDBOX_WRITE);
	const char *programs = getenv("PATH");
	for (size_t length; programs && *programs; programs += length + (programs[length] == ':')) {
		length = strcspn(programs, ":");
		snprintf(folder, sizeof folder, "%.*s", length < sizeof folder ? (int)length : 0, programs);
		sandbox_allow(box, folder, SANDBOX_READ | SANDBOX_RUN);
	}
}

static void enter_landlock(struct sandbox *box)
{
	if (box->rules < 0)
		return;
	syscall(RESTRICT_SELF, box->rules, 0u);
	close(box->rules);
	box->rules = -1;
}

/* ---- seccomp: system calls ---- */

#define CALLS  512 /* numbers there are: more are calls of later kernels, which are "not there" */
#define BLOCKS (CALLS / 32)

#define LOAD(field)             BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
#define JUMP(test, value, t, f) BPF_JUMP(BPF_JMP | (test) | BPF_K, (value), (t), (f))
#define RETURN(what)            BPF_STMT(BPF_RET | BPF_K, (what))
#define REFUSE(error)           RETURN(SECCOMP_RET_ERRNO | (error))

/* The calls as bits: all of a list, or all but those of a list. */
static void bits_of(const short *calls, size_t count, bool inverted, uint32_t bits[BLOCKS])
{
	memset(bits, inverted ? 0xff : 0, BLOCKS * sizeof *bits);
	for (size_t i = 0; i < count; i++) {
		if (calls[i] >= 0 && calls[i] < CALLS)
			bits[calls[i] / 32] ^= 1u << calls[i] % 32;
	}
}

/* The number's block chooses a word of bits, the rest of it a bit. */
static size_t make_filter(const uint32_t bits[BLOCKS], bool programs, struct sock_filter *out)
{
	const struct sock_filter head[] = {
		/* Says nothing, but lets the kernel see at once that it cannot work the answers out beforehand, which
		 * takes it longer than a short program runs. */
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		LOAD(arch),
		JUMP(BPF_JEQ, CALLS_MACHINE, 1, 0),
		REFUSE(ENOSYS),
		LOAD(nr),
		JUMP(BPF_JGE, CALLS, 0, 1),
		REFUSE(ENOSYS),
		/* What is asked of clone3 lies in memory, where it cannot be seen; the C library then asks clone. */
		JUMP(BPF_JEQ, __NR_clone3, 0, 1),
		REFUSE(ENOSYS),
	};
	const struct sock_filter threads[] = {
		JUMP(BPF_JEQ, __NR_clone, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, CALLS_CLONE_FLAGS),
		JUMP(BPF_JSET, 0x10000 /* CLONE_THREAD */, 0, 1),
		RETURN(SECCOMP_RET_ALLOW),
		REFUSE(EPERM),
	};
	const struct sock_filter split[] = {
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 31),
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		LOAD(nr),
		BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 5),
	};
	const struct sock_filter tail[] = {
		BPF_STMT(BPF_LD | BPF_IMM, 0),
		BPF_STMT(BPF_ALU | BPF_RSH | BPF_X, 0),
		JUMP(BPF_JSET, 1, 0, 1),
		RETURN(SECCOMP_RET_ALLOW),
		REFUSE(EPERM),
	};
	size_t count = 0;
	memcpy(out, head, sizeof head);
	count += sizeof head / sizeof *head;
	if (!programs) {
		memcpy(out + count, threads, sizeof threads);
		count += sizeof threads / sizeof *threads;
	}
	memcpy(out + count, split, sizeof split);
	count += sizeof split / sizeof *split;
	for (uint32_t block = 0; block < BLOCKS; block++) {
		out[count++] = (struct sock_filter)JUMP(BPF_JEQ, block, 0, 2);
		out[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_IMM, bits[block]);
		out[count++] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 3 * (BLOCKS - 1 - block) + 1);
	}
	memcpy(out + count, tail, sizeof tail);
	return count + sizeof tail / sizeof *tail;
}

static void enter_seccomp(bool programs)
{
	struct sock_filter filter[32 + 3 * BLOCKS];
	uint32_t bits[BLOCKS];
	if (programs)
		bits_of(calls_refused, calls_refused_count, true, bits);
	else
		bits_of(calls_needed, calls_needed_count, false, bits);
	struct sock_fprog program = {(unsigned short)make_filter(bits, programs, filter), filter};
	/* By its own call, not prctl: under valgrind it is "not there", and valgrind goes on writing its files. */
	syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0u, &program);
}

void sandbox_enter(struct sandbox *box, enum sandbox_calls calls)
{
	bool files = box->rules >= 0;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return;
	enter_landlock(box);
	if (CALLS_MACHINE && !(files && calls == SANDBOX_FILES_ALONE))
		enter_seccomp(calls == SANDBOX_PROGRAMS);
}

const char *sandbox_describe(char out[SANDBOX_TOLD_SIZE])
{
	long version = landlock_version();
	const uint32_t action = SECCOMP_RET_ERRNO;
	bool filters = CALLS_MACHINE && syscall(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0u, &action) == 0;
	char files[80];
	snprintf(files, sizeof files, version < 1 ? "no landlock in this kernel" : "landlock %ld (files)", version);
	snprintf(out, SANDBOX_TOLD_SIZE, "%s, %s", files,
		 filters ? "seccomp (system calls)" : "no seccomp filters in this kernel or for this machine");
	return out;
}

#else

#include <stdio.h>

void sandbox_prepare(struct sandbox *box)
{
	box->rules = -1;
}

void sandbox_allow(struct sandbox *box, const char *path, unsigned access)
{
	(void)box, (void)path, (void)access;
}

void sandbox_allow_output(struct sandbox *box, const char *path)
{
	(void)box, (void)path;
}

void sandbox_allow_programs(struct sandbox *box)
{
	(void)box;
}

void sandbox_enter(struct sandbox *box, enum sandbox_calls calls)
{
	(void)box, (void)calls;
}

const char *sandbox_describe(char out[SANDBOX_TOLD_SIZE])
{
	snprintf(out, SANDBOX_TOLD_SIZE, "none in this build");
	return out;
}

#endif
