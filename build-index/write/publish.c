/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "publish.h"

#include "store/write.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Stands in the file: the same for every index of one kind of machine. Those of 32 bits have addresses for 1 GiB. */
#define MAP_SIZE ((size_t)(sizeof(size_t) > 4 ? 4 : 1) << 30)

struct publication {
	struct icd_pool pool; /* holds the names */
	const char *path, *folder, *lock_name;
	const char *temporary; /* NULL while there is none */
	int lock, written;     /* descriptors; -1: none. `written` is the temporary file */
	unsigned long long size;
};

/* The lock and the temporary file, for a program that ends early. */
enum { DOOMED_LOCK, DOOMED_TEMPORARY, DOOMED };
static char doomed[DOOMED][4096];

static void remove_doomed(void)
{
	for (int i = 0; i < DOOMED; i++) {
		if (doomed[i][0])
			unlink(doomed[i]);
	}
}

static void remove_and_die(int signal_number)
{
	remove_doomed();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

/* Nothing is left behind, whichever way the program ends: also where memory runs out. */
static void watch_the_end(void)
{
	static bool watched;
	if (!watched)
		watched = atexit(remove_doomed) == 0;
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
		struct sigaction action = {.sa_handler = remove_and_die};
		struct sigaction old;
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

static const char *folder_of(struct icd_pool *pool, const char *path)
{
	const char *slash = strrchr(path, '/');
	return !slash ? "." : slash == path ? "/" : need_text(pool, path, (size_t)(slash - path));
}

static bool make_folder(const char *path, struct icd_error *err)
{
	if (mkdir(path, 0777) == 0 || errno == EEXIST || errno == EISDIR)
		return true;
	return icd_fail(err, "%s: cannot be made: %s", path, strerror(errno));
}

/* Makes the folder and those above it. */
static bool make_folders(struct icd_pool *pool, const char *folder, struct icd_error *err)
{
	char *path = need_text(pool, folder, strlen(folder));
	for (char *c = path + 1; (c = strchr(c, '/')) != NULL; c++) {
		*c = '\0';
		if (!make_folder(path, err))
			return false;
		*c = '/';
	}
	return make_folder(path, err);
}

/* Is the file that we locked still the one of that name? Whoever held it before may have removed it. */
static bool still_named(int fd, const char *name)
{
	struct stat held, named;
	return fstat(fd, &held) == 0 && stat(name, &named) == 0 && held.st_dev == named.st_dev &&
	       held.st_ino == named.st_ino;
}

static bool lock_now(int fd, const struct publication *publication, struct icd_error *err)
{
	int status;
	do
		status = flock(fd, LOCK_EX | LOCK_NB);
	while (status != 0 && errno == EINTR);
	if (status != 0 && errno == EWOULDBLOCK)
		return icd_fail(err, "%s: another icd10-build-index is writing this index", publication->path);
	return status == 0 || icd_fail(err, "%s: cannot be locked: %s", publication->lock_name, strerror(errno));
}

/* Another builder of the same index is not waited for; the user is told. */
static bool take_lock(struct publication *publication, struct icd_error *err)
{
	publication->lock_name = need_print(&publication->pool, "%s.lock", publication->path);
	for (;;) {
		int fd = open(publication->lock_name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
		if (fd < 0)
			return icd_fail(err, "%s: cannot be written: %s", publication->lock_name,
					errno == ELOOP ? "a link, where a file of our own was expected"
						       : strerror(errno));
		if (!lock_now(fd, publication, err)) {
			close(fd);
			return false;
		}
		if (still_named(fd, publication->lock_name)) {
			publication->lock = fd;
			snprintf(doomed[DOOMED_LOCK], sizeof *doomed, "%s", publication->lock_name);
			watch_the_end();
			return true;
		}
		close(fd);
	}
}

bool publish_start(const char *path, struct publication **out, struct icd_error *err)
{
	struct publication *publication = calloc(1, sizeof *publication);
	struct stat st;
	if (!publication)
		return icd_out_of_memory(err);
	publication->lock = publication->written = -1;
	publication->path = need_text(&publication->pool, path, strlen(path));
	publication->folder = folder_of(&publication->pool, path);
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		icd_fail(err, "%s: not a file: the index is one file", path);
		goto fail;
	}
	if (!make_folders(&publication->pool, publication->folder, err) || !take_lock(publication, err))
		goto fail;
	*out = publication;
	return true;
fail:
	publish_end(publication);
	return false;
}

/* ---- writing ---- */

static int compare_keys(const void *a, const void *b)
{
	const struct icd_key *left = ((const struct record *)a)->key, *right = ((const struct record *)b)->key;
	return icd_key_compare(left->bytes, left->size, right->bytes, right->size);
}

static int put_records(MDB_env *env, const struct records *records)
{
	MDB_txn *txn;
	MDB_dbi dbi;
	int status = mdb_txn_begin(env, NULL, 0, &txn);
	if (status)
		return status;
	status = mdb_dbi_open(txn, NULL, 0, &dbi);
	for (size_t i = 0; !status && i < records->count; i++) {
		const struct record *record = &records->at[i];
		MDB_val key = {record->key->size, record->key->bytes};
		MDB_val value = {record->size, (void *)record->data};
		status = mdb_put(txn, dbi, &key, &value, MDB_APPEND);
	}
	if (!status)
		return mdb_txn_commit(txn);
	mdb_txn_abort(txn);
	return status;
}

static int write_env(const char *path, const struct records *records, MDB_envinfo *info, MDB_stat *stat)
{
	MDB_env *env;
	int status = mdb_env_create(&env);
	if (status)
		return status;
	status = mdb_env_set_mapsize(env, MAP_SIZE);
	if (!status)
		status = mdb_env_open(env, path, MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC, 0600);
	if (!status)
		status = put_records(env, records);
	if (!status)
		status = mdb_env_sync(env, 1);
	if (!status)
		status = mdb_env_info(env, info);
	if (!status)
		status = mdb_env_stat(env, stat);
	mdb_env_close(env);
	return status;
}

/* LMDB tells a write that came to an end early as EIO. What more of it would have met is asked of the system. */
static const char *why_not_written(int fd, int status)
{
	static const char more[64 * 1024];
	off_t end = status == EIO ? lseek(fd, 0, SEEK_END) : -1;
	for (int i = 0; end >= 0 && i < 2; i++) {
		if (pwrite(fd, more, sizeof more, end + i * (off_t)sizeof more) < 0 && errno != EINTR)
			status = errno;
	}
	return mdb_strerror(status);
}

/* The mode of the index before, else what a new file gets. */
static mode_t mode_of_index(const struct publication *publication)
{
	struct stat before;
	mode_t mask = umask(0);
	umask(mask);
	return stat(publication->path, &before) == 0 ? before.st_mode & 0777 : 0666 & ~mask;
}

static bool finish_temporary(struct publication *publication, const MDB_envinfo *info, const MDB_stat *st,
			     struct icd_error *err)
{
	int fd = publication->written;
	struct stat size;
	uint64_t pages = info->me_last_pgno + 1;
	bool ok = icd_seal_write(fd, pages, st->ms_psize, publication->path, err);
	if (ok && (fchmod(fd, mode_of_index(publication)) != 0 || fsync(fd) != 0))
		ok = icd_fail(err, "%s: cannot write the index: %s", publication->path, strerror(errno));
	if (ok && fstat(fd, &size) == 0)
		publication->size = (unsigned long long)size.st_size;
	publication->written = -1;
	if (close(fd) != 0 && ok)
		ok = icd_fail(err, "%s: cannot write the index: %s", publication->path, strerror(errno));
	return ok;
}

/* LMDB opens files by name: by that of the one that is open here, so that whoever can write the folder cannot put
 * another in its place. Where the system does not have such names, by its own. */
static bool write_temporary(struct publication *publication, struct records *records, struct icd_error *err)
{
	MDB_envinfo info;
	MDB_stat st;
	char opened[32];
	snprintf(opened, sizeof opened, "/proc/self/fd/%d", publication->written);
	int status = write_env(access(opened, F_OK) == 0 ? opened : publication->temporary, records, &info, &st);
	if (status)
		return icd_fail(err, "%s: cannot write the index: %s", publication->path,
				why_not_written(publication->written, status));
	return finish_temporary(publication, &info, &st, err);
}

/* Is the name still that of the file that was written? */
static bool is_ours(const char *name, const struct stat *written)
{
	struct stat named;
	return lstat(name, &named) == 0 && named.st_dev == written->st_dev && named.st_ino == written->st_ino;
}

/* The index is in its place already: that a crash of the machine might undo it is worth a warning only. */
static void sync_folder(const struct publication *publication)
{
	int fd = open(publication->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		fprintf(stderr,
			"icd10-build-index: warning: %s: the index is in place, but the folder could not be written "
			"through to the disk: %s\n",
			publication->folder, strerror(errno));
	if (fd >= 0)
		close(fd);
}

/* Its name is always the same, which the lock allows: what a killed builder left goes with the next one. */
static bool make_temporary(struct publication *publication, struct icd_error *err)
{
	const char *name = need_print(&publication->pool, "%s.new", publication->path);
	unlink(name);
	int fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return icd_fail(err, "%s: cannot be written: %s", name, strerror(errno));
	publication->written = fd;
	publication->temporary = name;
	snprintf(doomed[DOOMED_TEMPORARY], sizeof *doomed, "%s", name);
	return true;
}

bool publish_records(struct publication *publication, struct records *records, struct icd_error *err)
{
	if (records->count)
		qsort(records->at, records->count, sizeof *records->at, compare_keys);
	struct stat made = {0};
	if (!make_temporary(publication, err))
		return false;
	if (fstat(publication->written, &made) != 0)
		return icd_fail(err, "%s: %s", publication->temporary, strerror(errno));
	if (!write_temporary(publication, records, err))
		return false;
	if (!is_ours(publication->temporary, &made))
		return icd_fail(err, "%s: another file was put in its place meanwhile", publication->temporary);
	if (rename(publication->temporary, publication->path) != 0)
		return icd_fail(err, "%s: %s", publication->path, strerror(errno));
	doomed[DOOMED_TEMPORARY][0] = '\0';
	publication->temporary = NULL;
	sync_folder(publication);
	return true;
}

unsigned long long publish_size(const struct publication *publication)
{
	return publication->size;
}

void publish_end(struct publication *publication)
{
	if (!publication)
		return;
	if (publication->temporary)
		unlink(publication->temporary);
	if (publication->written >= 0)
		close(publication->written);
	doomed[DOOMED_TEMPORARY][0] = '\0';
	if (publication->lock >= 0) {
		unlink(publication->lock_name);
		doomed[DOOMED_LOCK][0] = '\0';
		close(publication->lock);
	}
	icd_pool_free(&publication->pool);
	free(publication);
}
