/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find.h"

#include "official/official.h"
#include "read/recognise.h"
#include "known.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIGEST_SIZE_MAX ((size_t)64 << 20) /* no published zip has more; digesting takes time */
#define HEAD_SIZE       ((size_t)64 << 10) /* enough to tell a text or XML file's kind */

/* ---- reading ---- */

/* Reads an open file from its start, as far as the limit. */
static bool read_file(int fd, const char *path, size_t limit, struct input *in, struct icd_error *err)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return icd_fail(err, "%s: %s", path, strerror(errno));
	if ((uint64_t)st.st_size > FILE_SIZE_MAX)
		return icd_fail(err, "%s: %llu bytes, more than any release file has", path,
				(unsigned long long)st.st_size);
	size_t size = (size_t)st.st_size < limit ? (size_t)st.st_size : limit, done = 0;
	char *data = malloc(size + 1);
	if (!data)
		return icd_out_of_memory(err);
	while (done < size) {
		ssize_t got = pread(fd, data + done, size - done, (off_t)done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			icd_fail(err, "%s: cannot be read: %s", path, got < 0 ? strerror(errno) : "it grew shorter");
			free(data);
			return false;
		}
		done += (size_t)got;
	}
	data[size] = '\0';
	*in = (struct input){path, data, size};
	return true;
}

/* A loose file or a zip, open from when it is found until the last release file in it is read. */
struct container {
	const char *path;
	int fd;          /* of a loose file, -1 when it is closed */
	struct input in; /* of a zip: all of it; of a workbook likewise */
	zip_t *zip;      /* NULL: a loose file */
	size_t unread;   /* release files in it that were not read yet */
	icd_date folder, published;
	bool asked; /* published was looked up */
};

static void close_container(struct container *container)
{
	if (container->zip)
		zip_discard(container->zip);
	if (container->fd >= 0)
		close(container->fd);
	free((char *)container->in.data);
	container->zip = NULL;
	container->fd = -1;
	container->in = (struct input){0};
}

/* The first `limit` bytes of a member of a zip or, when that is -1, of the file itself. */
static bool read_inner(const struct container *container, int64_t member, const char *display, size_t limit,
		       struct input *in, struct icd_error *err)
{
	return member < 0 ? read_file(container->fd, display, limit, in, err)
			  : zip_read(container->zip, (uint64_t)member, display, limit, in, err);
}

bool source_read(const struct source *source, struct input *in, struct icd_error *err)
{
	struct container *container = source->container;
	bool whole = !container->zip && container->in.data, ok = true;
	if (whole) {
		*in = container->in;
		container->in = (struct input){0};
	} else {
		ok = read_inner(container, source->member, source->display, SIZE_MAX, in, err);
	}
	if (--container->unread == 0)
		close_container(container);
	return ok;
}

void sources_free(struct sources *sources)
{
	for (size_t i = 0; i < sources->count; i++)
		close_container(sources->at[i].container);
	free(sources->at);
	*sources = (struct sources){0};
}

/* The start of a file may not tell: workbooks and lists that are told by their rows are looked at whole. */
static bool wants_whole(const struct input *head)
{
	return head->size == HEAD_SIZE && memcmp(head->data, "%PDF", 4) != 0 && recognise(head) == ICD_FILE_UNKNOWN;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);
	return length >= end_length && strcasecmp(text + length - end_length, end) == 0;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* What a Mac and a spreadsheet program leave beside a file is not that file. */
static bool is_litter(const char *path)
{
	const char *name = base_name(path);
	return name[0] == '.' || (name[0] == '~' && name[1] == '$');
}

static bool is_named_zip(const char *path)
{
	return !is_litter(path) && (ends_with(path, ".zip") || ends_with(path, ".xlsx"));
}

static bool is_zip(const struct input *in)
{
	return in->size >= 4 && (memcmp(in->data, "PK\003\004", 4) == 0 || memcmp(in->data, "PK\005\006", 4) == 0);
}

/* ---- dates ---- */

/* The last component of `path` (folders only, the name at its end left out) that is a date. */
static icd_date folder_date(const char *path)
{
	size_t end = strlen(path);
	while (end > 0) {
		size_t start = end;
		while (start > 0 && path[start - 1] != '/')
			start--;
		char name[ICD_DATE_SIZE];
		icd_date date;
		bool is_name = path[end] != '\0';
		if (is_name && end - start == 10) {
			memcpy(name, path + start, 10);
			name[10] = '\0';
			if (name[4] == '-' && icd_date_parse(name, &date))
				return date;
		}
		end = start > 0 ? start - 1 : 0;
	}
	return 0;
}

/* The folders as the user names them count, also where they are links; what they lead to only then. */
static icd_date path_date(const char *path)
{
	char *whole = realpath(path, NULL), *folder = getcwd(NULL, 0);
	char named[2 * PATH_MAX];
	snprintf(named, sizeof named, "%s/%s", path[0] == '/' || !folder ? "" : folder, path);
	icd_date date = strstr(named, "..") ? 0 : folder_date(named);
	if (!date)
		date = folder_date(whole ? whole : path);
	free(whole);
	free(folder);
	return date;
}

/* The number of exactly `digits` digits at `at`; 0 when there is none. */
static int digits_at(const char *at, int digits)
{
	int number = 0;
	for (int i = 0; i < digits; i++) {
		if (!isdigit((unsigned char)at[i]))
			return 0;
		number = number * 10 + (at[i] - '0');
	}
	return isdigit((unsigned char)at[digits]) ? 0 : number;
}

/* The year a name speaks of: "2027" or, after "FY" or a month, "27". */
static int year_in(const char *name)
{
	for (const char *c = name; *c; c++) {
		bool starts = c == name || !isdigit((unsigned char)c[-1]);
		int year = starts ? digits_at(c, 4) : 0;
		if (year >= 2015 && year <= 2099)
			return year;
	}
	for (const char *c = name; *c; c++) {
		bool follows =
			c - name >= 2 &&
			(strncasecmp(c - 2, "FY", 2) == 0 ||
			 (c - name >= 3 && (strncasecmp(c - 3, "Apr", 3) == 0 || strncasecmp(c - 3, "Jan", 3) == 0)));
		int year = follows ? digits_at(c, 2) : 0;
		if (year >= 15)
			return 2000 + year;
	}
	return 0;
}

/* "..._2027" is the release of 2026-10-01, "...April 1 2023" that of 2023-04-01; 0 when a name says nothing. */
static icd_date name_date(const char *name)
{
	int year = year_in(name);
	if (!year)
		return 0;
	if (strcasestr(name, "apr"))
		return year * 10000 + 401;
	if (strcasestr(name, "jan"))
		return year * 10000 + 101;
	return (year - 1) * 10000 + 1001;
}

/* ---- looking through paths ---- */

struct find_work {
	struct icd_pool *pool;
	struct report *report;
	struct sources *out;
	struct icd_error *err;
};

static void ask_published(struct container *container, const struct input *in)
{
	char sha256[ICD_DIGEST_SIZE];
	icd_digest_of(in->data, in->size, sha256);
	container->published = known_file_date(sha256);
	container->asked = true;
}

/* The date of the file as published, where neither a folder nor its size has kept it from being asked. */
static icd_date published_date(struct container *container)
{
	struct input in = container->in;
	struct icd_error ignored;
	if (!container->asked && (in.data || read_file(container->fd, container->path, SIZE_MAX, &in, &ignored)))
		ask_published(container, &in);
	if (!container->in.data)
		free((char *)in.data);
	return container->published;
}

static void date_source(struct container *container, const char *inner, struct source *source)
{
	icd_date within = source->member >= 0 ? folder_date(inner) : 0;
	source->date = within ? within : container->folder;
	if (!source->date)
		source->date = published_date(container);
	source->published = container->published;
	if (source->date)
		return;
	source->inferred = true;
	source->date = name_date(base_name(inner));
	if (!source->date && source->member >= 0)
		source->date = name_date(base_name(container->path));
}

static void add_source(struct find_work *w, struct container *container, int64_t member, const char *inner,
		       const char *display, enum icd_file_kind kind)
{
	struct sources *out = w->out;
	struct source *source = one_more(out->at, out->count, out->capacity);
	*source = (struct source){
		.container = container,
		.path = container->path,
		.member = member,
		.display = need_text(w->pool, display, strlen(display)),
		.name = base_name(need_text(w->pool, inner, strlen(inner))),
		.kind = kind,
	};
	container->unread++;
	date_source(container, inner, source);
}

/* Reads as much as tells the kind: a zip or workbook whole, then *zipped is true; of most other files the start. */
static bool read_enough(struct find_work *w, const struct container *container, int64_t member, const char *inner,
			const char *display, struct input *in, bool *zipped)
{
	if (!read_inner(container, member, display, HEAD_SIZE, in, w->err))
		return false;
	*zipped = is_zip(in) || is_named_zip(inner);
	if (!*zipped && !wants_whole(in))
		return true;
	free((char *)in->data);
	return read_inner(container, member, display, SIZE_MAX, in, w->err);
}

/* A zip within a zip may be a workbook; anything else is not unpacked. */
static bool look_at_member(struct find_work *w, struct container *container, uint64_t member)
{
	const char *inner = zip_get_name(container->zip, member, 0);
	char display[2 * PATH_MAX];
	struct input in;
	zip_t *nested = NULL;
	bool zipped;
	if (!inner || !*inner)
		return icd_fail(w->err, "%s: broken zip entry", container->path);
	if (inner[strlen(inner) - 1] == '/')
		return true;
	snprintf(display, sizeof display, "%s: %s", container->path, inner);
	if (!read_enough(w, container, (int64_t)member, inner, display, &in, &zipped))
		return false;
	enum icd_file_kind kind = recognise(&in);
	bool outer = kind == ICD_FILE_UNKNOWN && is_zip(&in) && ends_with(inner, ".zip");
	bool sound = outer || !zipped || (nested = zip_of(&in, w->err)) != NULL;
	if (nested)
		zip_discard(nested);
	free((char *)in.data);
	if (outer)
		return icd_fail(w->err, "%s: a zip within a zip: unpack the outer one first", display);
	if (sound && kind != ICD_FILE_UNKNOWN)
		add_source(w, container, (int64_t)member, inner, display, kind);
	else if (sound)
		report_add(w->report, 0, REPORT_ASIDE, "passed over: %s", display);
	return sound;
}

static bool look_into_zip(struct find_work *w, struct container *container)
{
	zip_int64_t count = zip_get_num_entries(container->zip, 0);
	bool ok = true;
	for (zip_int64_t i = 0; ok && i < count; i++)
		ok = look_at_member(w, container, (uint64_t)i);
	return ok;
}

static bool open_container(struct find_work *w, struct container *container, struct input *in)
{
	bool zipped;
	if (!read_enough(w, container, -1, container->path, container->path, in, &zipped))
		return false;
	if (zipped || in->size > HEAD_SIZE)
		container->in = *in;
	if (!zipped)
		return true;
	container->zip = zip_of(in, w->err);
	if (container->zip && in->size <= DIGEST_SIZE_MAX)
		ask_published(container, in);
	return container->zip != NULL;
}

static bool look_into_container(struct find_work *w, struct container *container, bool named)
{
	const char *path = container->path;
	struct input in;
	if (!open_container(w, container, &in))
		return false;
	enum icd_file_kind kind = recognise(&in);
	if (!container->in.data)
		free((char *)in.data);
	if (container->zip && kind == ICD_FILE_UNKNOWN && !ends_with(path, ".xlsx"))
		return look_into_zip(w, container);
	if (container->zip)
		zip_discard(container->zip);
	container->zip = NULL;
	if (kind != ICD_FILE_UNKNOWN)
		add_source(w, container, -1, path, path, kind);
	else if (named)
		return icd_fail(w->err,
				"%s: not a file of a release: a tabular list, an order, codes or "
				"addenda file, an index or table, a conversion table or POA-exempt list, or a zip "
				"of them was expected",
				path);
	else
		report_add(w->report, 0, REPORT_ASIDE, "passed over: %s", path);
	return true;
}

static bool look_at_file(struct find_work *w, const char *path, bool named)
{
	struct container *container = need(w->pool, 1, sizeof *container);
	*container = (struct container){.path = need_text(w->pool, path, strlen(path)), .folder = path_date(path)};
	container->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (container->fd < 0)
		return icd_fail(w->err, "%s: %s", path, strerror(errno));
	bool ok = look_into_container(w, container, named);
	if (container->in.data) { /* all of it is in memory */
		close(container->fd);
		container->fd = -1;
	}
	if (container->unread == 0)
		close_container(container);
	return ok;
}

static int compare_names(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool look_into_folder(struct find_work *w, char *path)
{
	char *roots[] = {path, NULL};
	FTS *walk = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, compare_names);
	bool ok = walk != NULL || icd_fail(w->err, "%s: %s", path, strerror(errno));
	for (FTSENT *entry; ok && (entry = fts_read(walk)) != NULL;) {
		bool hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';
		if (hidden)
			fts_set(walk, entry, FTS_SKIP);
		else if (entry->fts_info == FTS_F && !ends_with(entry->fts_name, ".part"))
			ok = look_at_file(w, entry->fts_path, false);
		else if (entry->fts_info == FTS_SLNONE)
			ok = icd_fail(w->err, "%s: a link to what is not there", entry->fts_path);
		else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS)
			ok = icd_fail(w->err, "%s: %s", entry->fts_path, strerror(entry->fts_errno));
	}
	if (walk)
		fts_close(walk);
	return ok;
}

static bool look_at_path(struct find_work *w, char *path)
{
	struct stat st;
	size_t before = w->out->count;
	if (stat(path, &st) != 0)
		return icd_fail(w->err, "%s: %s", path, strerror(errno));
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		return icd_fail(w->err, "%s: neither a file nor a folder", path);
	if (!(S_ISDIR(st.st_mode) ? look_into_folder(w, path) : look_at_file(w, path, true)))
		return false;
	if (w->out->count == before)
		return icd_fail(w->err, "%s: no file of a release in it", path);
	return true;
}

/* ---- settling dates ---- */

static bool settle_dates(struct sources *sources, icd_date effective, struct icd_error *err)
{
	char one[ICD_DATE_SIZE], other[ICD_DATE_SIZE];
	for (size_t i = 0; effective && i < sources->count; i++) {
		if (sources->at[i].date && sources->at[0].date && sources->at[i].date != sources->at[0].date)
			return icd_fail(err,
					"--effective: the files are of more than one release (%s is of %s, %s of "
					"%s)",
					sources->at[0].display, icd_date_format(sources->at[0].date, one),
					sources->at[i].display, icd_date_format(sources->at[i].date, other));
	}
	for (size_t i = 0; i < sources->count; i++) {
		if (effective) {
			sources->at[i].date = effective;
			sources->at[i].inferred = false;
		} else if (!sources->at[i].date) {
			return icd_fail(err,
					"%s: of which release? Put it into a folder named by its effective date "
					"(YYYY-MM-DD) or say --effective DATE",
					sources->at[i].display);
		}
	}
	return true;
}

static int compare_sources(const void *a, const void *b)
{
	const struct source *left = a, *right = b;
	int order = (left->date > right->date) - (left->date < right->date);
	if (!order)
		order = (int)left->kind - (int)right->kind;
	if (!order)
		order = strcmp(left->name, right->name);
	return order ? order : strcmp(left->display, right->display);
}

static void report_inferred(const struct sources *sources, struct report *report)
{
	char date[ICD_DATE_SIZE];
	for (size_t i = 0; i < sources->count; i++) {
		if (sources->at[i].inferred)
			report_add(report, 0, REPORT_DIFFER, "%s: taken to be of %s by its name",
				   sources->at[i].display, icd_date_format(sources->at[i].date, date));
	}
}

bool find_sources(char *const *paths, size_t count, icd_date effective, struct icd_pool *pool, struct report *report,
		  struct sources *out, struct icd_error *err)
{
	struct find_work w = {pool, report, out, err};
	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < count; i++) {
		if (!look_at_path(&w, paths[i]))
			return false;
	}
	if (!settle_dates(out, effective, err))
		return false;
	qsort(out->at, out->count, sizeof *out->at, compare_sources);
	report_inferred(out, report);
	return true;
}
