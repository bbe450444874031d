/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find.h"

#include "official/official.h"
#include "pdf/pdf.h"
#include "read/recognise.h"
#include "read/release.h"
#include "dates.h"
#include "documents.h"
#include "folder.h"
#include "inventory.h"
#include "known.h"
#include "passed_over.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIGEST_SIZE_MAX ((size_t)64 << 20)  /* no published zip has more; digesting takes time */
#define HEAD_SIZE       ((size_t)64 << 10)  /* enough to tell a text or XML file's kind */
#define NESTED_MOST     2                   /* zips around a zip */
#define UNPACKED_MOST   ((uint64_t)1 << 30) /* bytes out of one zip, each reading counted; a year's zips have 200 MB */
#define FIRST_RELEASE   20121001            /* the first that was published as it was to take effect */

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

/* A file in a zip, of which as much was read as tells what it is. */
struct member {
	zip_int64_t number; /* -1: none */
	struct input in;
	bool zipped;
	struct pdf_job *job; /* of a document that is being read */
};

/* A loose file or a zip, open from when it is found until the last release file in it is read. */
struct container {
	const char *path;
	int fd;                      /* of a loose file, -1 when it is closed */
	struct input in;             /* of a zip: all of it; of a workbook likewise */
	zip_t *zip;                  /* NULL: a loose file */
	uint64_t unpacked;           /* bytes, out of it and the zips in it */
	struct container *outermost; /* the zip around the zips around it, NULL: there is none */
	size_t unread;               /* release files in it that were not read yet */
	icd_date folder, published;
	bool asked;            /* published was looked up */
	struct name_date says; /* its name, and those around it */
	icd_date beside;       /* the day that names of files in it speak of */
	bool beside_many;      /* they speak of more than one */
	unsigned depth;        /* of zips around it */
	struct member next;    /* of a zip: the next document in it, which is read beside the one that is looked at */
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
static bool read_inner(struct container *container, int64_t member, const char *display, size_t limit, struct input *in,
		       struct icd_error *err)
{
	uint64_t *unpacked = &(container->outermost ? container->outermost : container)->unpacked;
	*in = (struct input){.name = display};
	if (member < 0)
		return read_file(container->fd, display, limit, in, err);
	if (*unpacked > UNPACKED_MOST)
		return icd_fail(err, "%s: the zip unpacks to more than %llu MB, more than any release has", display,
				(unsigned long long)(UNPACKED_MOST >> 20));
	if (!zip_read(container->zip, (uint64_t)member, display, limit, in, err))
		return false;
	*unpacked += in->size;
	return true;
}

bool source_read(struct source *source, struct input *in, struct icd_error *err)
{
	struct container *container = source->container;
	bool whole = !container->zip && container->in.data, ok = true;
	pdf_turn(source->desk);
	source->read = true;
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
	pdf_desk_close(sources->desk);
	for (size_t i = 0; i < sources->count; i++)
		close_container(sources->at[i].container);
	free(sources->at);
	*sources = (struct sources){0};
}

/* The start of a file may not tell: workbooks and lists that are told by their rows are looked at whole. */
static bool wants_whole(const struct input *head)
{
	return head->size == HEAD_SIZE && (pdf_is(head) || recognise(head) == ICD_FILE_UNKNOWN);
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), end_length = strlen(end);
	return length >= end_length && strcasecmp(text + length - end_length, end) == 0;
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

/* ---- looking through paths ---- */

struct find_work {
	struct icd_pool *pool;
	struct report *report;
	struct sources *out;
	const struct find_options *options;
	struct passed_over over;
	struct icd_error *err;
};

/* A broken file fails, or is left out if that was asked for. */
static bool tolerate(struct find_work *w, const char *display)
{
	if (!w->options->left_out)
		return false;
	leave_out(w->options->left_out, display, w->err->text);
	return true;
}

static bool was_left_out(const struct find_work *w, const char *display)
{
	return w->options->left_out && is_left_out(w->options->left_out, display);
}

/* The release of the bytes as published, by their checksum. */
static icd_date date_of_bytes(const struct input *in)
{
	char sha256[ICD_DIGEST_SIZE];
	icd_digest_of(in->data, in->size, sha256);
	return known_file_date(sha256);
}

static void ask_published(struct container *container, const struct input *in)
{
	container->published = date_of_bytes(in);
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

/* The date of a file that stands in a published zip, by its own checksum. */
static icd_date member_date(struct container *container, const struct source *source)
{
	struct input in;
	struct icd_error ignored;
	icd_date date = 0;
	if (source->member >= 0 && read_inner(container, source->member, source->display, SIZE_MAX, &in, &ignored)) {
		date = date_of_bytes(&in);
		free((char *)in.data);
	}
	return date;
}

/* The day that the names say; else that on which the fiscal year begins, the one they say. */
static void date_by_names(struct source *source, const struct name_date *says)
{
	source->inferred = true;
	source->unclear = says->unclear || (says->month && !says->date);
	source->year_only = !source->unclear && !says->date && says->fiscal_year;
	if (source->unclear)
		source->date = 0;
	else
		source->date = source->year_only ? (says->fiscal_year - 1) * 10000 + 1001 : says->date;
}

static void date_source(struct container *container, const char *inner, struct source *source)
{
	icd_date within = source->member >= 0 ? folder_date(inner) : 0;
	source->date = within ? within : container->folder;
	if (!source->date)
		source->date = published_date(container);
	if (!source->date)
		source->date = member_date(container, source);
	source->published = container->published;
	if (source->date)
		return;
	struct name_date says = container->says;
	if (source->member >= 0) {
		says = inner_names(inner);
		name_date_join(&says, &container->says);
	}
	date_by_names(source, &says);
}

/* The day that the content itself names, of the kinds that do. */
static icd_date date_in_content(const struct input *in, enum icd_file_kind kind)
{
	return kind == ICD_FILE_MCE ? mce_effective(in) : 0;
}

static void add_source(struct find_work *w, struct container *container, int64_t member, const char *inner,
		       const struct input *in, enum icd_file_kind kind, struct pdf_job *job)
{
	struct sources *out = w->out;
	struct source *source = one_more(out->at, out->count, out->capacity);
	*source = (struct source){
		.container = container,
		.path = container->path,
		.member = member,
		.display = need_text(w->pool, in->name, strlen(in->name)),
		.name = base_name(need_text(w->pool, inner, strlen(inner))),
		.kind = kind,
		.desk = out->desk,
		.job = job,
		.cache = out->cache,
		.program = out->program,
	};
	container->unread++;
	date_source(container, inner, source);
	icd_date said = source->date && !source->inferred ? 0 : date_in_content(in, kind);
	if (said) {
		source->date = said;
		source->inferred = source->year_only = source->unclear = false;
	}
}

static void pass_over(struct find_work *w, const char *inner, const char *display, const struct input *in)
{
	if (is_rebuilt_export(in))
		report_add(w->report, 0, REPORT_TROUBLE,
			   "passed over: %s: an export of a list that was rebuilt, not an official file", display);
	else if (!is_litter(inner) && looks_like_ours(base_name(inner), in))
		report_add(w->report, 0, REPORT_TROUBLE, "not understood, passed over: %s", display);
	else
		passed_over_add(&w->over, base_name(inner));
	report_add(w->report, 0, REPORT_ASIDE, "passed over: %s", display);
}

/* Reads as much as tells the kind: a zip or workbook whole, then *zipped is true; of most other files the start. */
static bool read_enough(struct find_work *w, struct container *container, int64_t member, const char *inner,
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

static bool look_into_zip(struct find_work *w, struct container *container);

/* A zip within a zip is looked into as the zip around it, whose folder and names count for it, too. Takes the bytes. */
static bool look_into_nested(struct find_work *w, struct container *outer, const char *inner, struct input *in)
{
	struct container *container = need(w->pool, 1, sizeof *container);
	icd_date within = folder_date(inner);
	*container = (struct container){
		.path = in->name,
		.fd = -1,
		.in = *in,
		.folder = within ? within : outer->folder,
		.says = inner_names(inner),
		.depth = outer->depth + 1,
		.outermost = outer->outermost ? outer->outermost : outer,
	};
	name_date_join(&container->says, &outer->says);
	bool ok = container->depth <= NESTED_MOST ||
		  icd_fail(w->err, "%s: zips within zips within zips: unpack the outer ones first", in->name);
	ok = ok && (container->zip = zip_of(in, w->err)) != NULL;
	if (ok)
		ask_published(container, in);
	if (ok && !container->published)
		container->published = outer->published;
	ok = ok && look_into_zip(w, container);
	if (container->unread == 0)
		close_container(container);
	return ok;
}

/* Takes the bytes. */
static bool take_member(struct find_work *w, struct container *container, struct member *member, const char *inner)
{
	struct input *in = &member->in;
	const char *display = in->name;
	enum icd_file_kind kind = document_or_file_kind(w->out, in, &member->job, w->report);
	zip_t *workbook = NULL;
	if (kind == ICD_FILE_UNKNOWN && is_zip(in) && ends_with(inner, ".zip"))
		return look_into_nested(w, container, inner, in);
	bool sound = !member->zipped || (workbook = zip_of(in, w->err)) != NULL;
	if (workbook)
		zip_discard(workbook);
	if (sound && kind != ICD_FILE_UNKNOWN)
		add_source(w, container, member->number, inner, in, kind, member->job);
	else if (sound)
		pass_over(w, inner, display, in);
	free((char *)in->data);
	return sound;
}

/* ---- documents of a zip, one ahead ---- */

static void drop_next(const struct find_work *w, struct container *container)
{
	document_drop(w->out, container->next.job);
	free((char *)container->next.in.data);
	container->next = (struct member){.number = -1};
}

/* Has the next document in the zip read. One that cannot be is left to its turn. */
static void start_next(struct find_work *w, struct container *container, zip_int64_t behind)
{
	struct icd_error ignored;
	const char *inner = "";
	zip_int64_t count = zip_get_num_entries(container->zip, 0), at = behind + 1;
	while (at < count && (inner = zip_get_name(container->zip, (uint64_t)at, 0)) && !ends_with(inner, ".pdf"))
		at++;
	if (at >= count || !inner)
		return;
	const char *display = need_print(w->pool, "%s: %s", container->path, inner);
	struct member next = {.number = at};
	if (was_left_out(w, display) || !read_inner(container, at, display, SIZE_MAX, &next.in, &ignored))
		return;
	next.job = document_start(w->out, &next.in);
	container->next = next;
	if (!next.job)
		drop_next(w, container);
}

/* Reads as much as tells what the member is, or takes what was read ahead. */
static bool read_member(struct find_work *w, struct container *container, const char *inner, const char *display,
			struct member *member)
{
	if (container->next.job && container->next.number == member->number) {
		*member = container->next;
		container->next = (struct member){.number = -1};
	} else if (!read_enough(w, container, member->number, inner, display, &member->in, &member->zipped)) {
		return false;
	}
	if (pdf_is(&member->in))
		start_next(w, container, member->number);
	return true;
}

static void note_day_beside(struct container *container, const char *inner)
{
	struct name_date says = name_date_of(base_name(inner));
	if (!says.date || says.unclear)
		return;
	container->beside_many |= container->beside && container->beside != says.date;
	container->beside = says.date;
}

static bool look_at_member(struct find_work *w, struct container *container, uint64_t member)
{
	const char *inner = zip_get_name(container->zip, member, 0);
	struct member it = {.number = (zip_int64_t)member};
	if (!inner || !*inner)
		return icd_fail(w->err, "%s: broken zip entry", container->path) || tolerate(w, container->path);
	const char *display = need_print(w->pool, "%s: %s", container->path, inner);
	if (inner[strlen(inner) - 1] == '/' || was_left_out(w, display))
		return true;
	note_day_beside(container, inner);
	bool ok = read_member(w, container, inner, display, &it) && take_member(w, container, &it, inner);
	return ok || tolerate(w, display);
}

static bool look_into_zip(struct find_work *w, struct container *container)
{
	zip_int64_t count = zip_get_num_entries(container->zip, 0);
	bool ok = true;
	for (zip_int64_t i = 0; ok && i < count; i++)
		ok = look_at_member(w, container, (uint64_t)i);
	drop_next(w, container);
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

/* A loose file, of which as much was read as tells what it is. */
static bool take_loose(struct find_work *w, struct container *container, const struct input *in,
		       enum icd_file_kind kind, struct pdf_job *job, bool named)
{
	const char *path = container->path;
	if (kind != ICD_FILE_UNKNOWN)
		add_source(w, container, -1, path, in, kind, job);
	else if (named)
		return icd_fail(w->err,
				"%s: not a file of a release: a tabular list, an order, codes or "
				"addenda file, an index or table, a conversion table or POA-exempt list, an "
				"addendum or guidelines as PDF or as its text, or a zip of them was expected",
				path);
	else
		pass_over(w, path, path, in);
	return true;
}

static bool look_into_container(struct find_work *w, struct container *container, bool named)
{
	struct input in;
	if (!open_container(w, container, &in))
		return false;
	struct pdf_job *job = NULL;
	enum icd_file_kind kind = document_or_file_kind(w->out, &in, &job, w->report);
	if (container->zip && kind == ICD_FILE_UNKNOWN && !ends_with(container->path, ".xlsx"))
		return look_into_zip(w, container);
	if (container->zip)
		zip_discard(container->zip);
	container->zip = NULL;
	bool ok = take_loose(w, container, &in, kind, job, named);
	if (!container->in.data)
		free((char *)in.data);
	return ok;
}

static bool look_at_file(struct find_work *w, const char *path, bool named)
{
	struct container *container = need(w->pool, 1, sizeof *container);
	if (was_left_out(w, path))
		return true;
	*container = (struct container){
		.path = need_text(w->pool, path, strlen(path)),
		.folder = path_date(path),
		.says = path_names(path),
	};
	container->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (container->fd < 0)
		return icd_fail(w->err, "%s: %s", path, strerror(errno)) || tolerate(w, path);
	bool ok = look_into_container(w, container, named);
	if (container->in.data) { /* all of it is in memory */
		close(container->fd);
		container->fd = -1;
	}
	if (container->unread == 0)
		close_container(container);
	return ok || tolerate(w, path);
}

static bool look_at_found(void *context, const char *path)
{
	return ends_with(path, ".part") || look_at_file(context, path, false);
}

static bool complain_of_found(void *context, const char *path, const char *why)
{
	struct find_work *w = context;
	return icd_fail(w->err, "%s: %s", path, why) || tolerate(w, path);
}

static bool look_into_folder(struct find_work *w, const char *path)
{
	const struct folder_visitor visitor = {look_at_found, complain_of_found, w};
	return folder_walk(w->pool, path, &visitor);
}

static bool look_at_path(struct find_work *w, const char *path)
{
	struct stat st;
	size_t before = w->out->count;
	if (stat(path, &st) != 0)
		return icd_fail(w->err, "%s: %s", path, strerror(errno));
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		return icd_fail(w->err, "%s: neither a file nor a folder", path);
	if (!(S_ISDIR(st.st_mode) ? look_into_folder(w, path) : look_at_file(w, path, true)))
		return false;
	if (w->out->count == before && !w->options->left_out)
		return icd_fail(w->err, "%s: no file of a release in it", path);
	return true;
}

/* ---- settling dates ---- */

/* Can the two be of one release? A year alone may mean any release of it. */
static bool may_be_of_one(const struct source *a, const struct source *b)
{
	if (!a->date || !b->date || a->date == b->date)
		return true;
	return (a->year_only || b->year_only) && icd_date_fiscal_year(a->date) == icd_date_fiscal_year(b->date);
}

static bool check_effective(const struct sources *sources, struct icd_error *err)
{
	char one[ICD_DATE_SIZE], other[ICD_DATE_SIZE];
	const struct source *first = sources->at;
	for (size_t i = 1; i < sources->count; i++) {
		const struct source *source = &sources->at[i];
		if (first->year_only && !source->year_only && may_be_of_one(first, source))
			first = source;
		if (!may_be_of_one(first, source))
			return icd_fail(err,
					"--effective: the files are of more than one release (%s is of %s, %s of "
					"%s)",
					first->display, icd_date_format(first->date, one), source->display,
					icd_date_format(source->date, other));
	}
	return true;
}

/* A year alone is made a day by names beside it in the zip that speak of one in this year. */
static void settle_year_only(struct source *source)
{
	const struct container *container = source->container;
	icd_date beside = source->year_only && source->member >= 0 ? container->beside : 0;
	if (!beside || icd_date_fiscal_year(beside) != icd_date_fiscal_year(source->date))
		return;
	source->unclear = container->beside_many;
	source->date = container->beside_many ? 0 : beside;
	source->year_only = false;
}

/* Has the release a file that says which codes there are, or one whose date is certain? */
static bool is_known_release(const struct sources *sources, icd_date date)
{
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *source = &sources->at[i];
		if (source->date == date &&
		    (!source->year_only || source->kind == ICD_FILE_ORDER || source->kind == ICD_FILE_CODES))
			return true;
	}
	return false;
}

/*
 * A list that says the year alone, of an October of which nothing else is there, beside files of a later release of
 * that year: it is as likely to be of that one, whose files have the same names.
 */
static bool may_be_later(const struct sources *sources, const struct source *source)
{
	bool later = false;
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *other = &sources->at[i];
		later |= !other->year_only && other->date > source->date && may_be_of_one(source, other);
	}
	return source->year_only && source->date && later && !is_known_release(sources, source->date);
}

static bool fail_undated(const struct source *source, struct icd_error *err)
{
	const char *why = "";
	if (source->unclear && source->year_only)
		why = "Its name says the year alone, and there is a later release of that year. ";
	else if (source->unclear)
		why = "The names of it, its zip and its folders do not agree, or can be read in two ways. ";
	return icd_fail(err,
			"%s: of which release? %sPut it into a folder named by its effective date "
			"(YYYY-MM-DD) or say --effective DATE",
			source->display, why);
}

/* Takes a source off the list that will not be read. */
static void drop_source(struct sources *sources, size_t at)
{
	struct container *container = sources->at[at].container;
	if (--container->unread == 0)
		close_container(container);
	memmove(&sources->at[at], &sources->at[at + 1], (--sources->count - at) * sizeof *sources->at);
}

static void settle_years(struct sources *sources, icd_date effective)
{
	for (size_t i = 0; i < sources->count; i++) {
		struct source *source = &sources->at[i];
		if (effective) {
			source->date = effective;
			source->inferred = source->year_only = false;
		}
		settle_year_only(source);
	}
	for (size_t i = 0; i < sources->count; i++)
		sources->at[i].unclear |= may_be_later(sources, &sources->at[i]);
}

static bool settle_dates(struct find_work *w)
{
	struct sources *sources = w->out;
	if (w->options->effective && !check_effective(sources, w->err))
		return false;
	settle_years(sources, w->options->effective);
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *source = &sources->at[i];
		if (source->date && !(source->unclear && source->year_only))
			continue;
		if (!fail_undated(source, w->err) && !tolerate(w, source->display))
			return false;
		drop_source(sources, i--);
	}
	return true;
}

/* The drafts of the years before the code set was frozen have other files and other codes. */
static void drop_drafts(struct find_work *w)
{
	const char *told = "";
	for (size_t i = 0; i < w->out->count; i++) {
		const struct source *source = &w->out->at[i];
		if (source->date >= FIRST_RELEASE)
			continue;
		if (strcmp(told, source->path) != 0)
			report_add(w->report, 0, REPORT_SAID,
				   "passed over: %s: a draft for fiscal year %d, which never took effect", source->path,
				   icd_date_fiscal_year(source->date));
		told = source->path;
		drop_source(w->out, i--);
	}
}

static int compare_sources(const void *a, const void *b)
{
	const struct source *left = a, *right = b;
	int order = (left->date > right->date) - (left->date < right->date);
	if (!order)
		order = (int)left->kind - (int)right->kind;
	if (!order) /* what is there as XML, too, is taken from that */
		order = (int)ends_with(left->name, ".csv") - (int)ends_with(right->name, ".csv");
	if (!order)
		order = strcmp(left->name, right->name);
	return order ? order : strcmp(left->display, right->display);
}

/* One line for all files of a zip that are taken alike. */
static void report_inferred(const struct sources *sources, struct report *report)
{
	char date[ICD_DATE_SIZE];
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *source = &sources->at[i];
		bool told = false;
		for (size_t j = 0; j < i && !told; j++)
			told = sources->at[j].inferred && sources->at[j].path == source->path &&
			       sources->at[j].date == source->date;
		if (source->inferred && !told)
			report_add(report, 0, source->year_only ? REPORT_TROUBLE : REPORT_SAID,
				   "%s: taken to be of %s by its name%s", source->path,
				   icd_date_format(source->date, date),
				   source->year_only ? ", which says the year alone" : "");
	}
}

static bool tells_codes(enum icd_file_kind kind)
{
	return kind == ICD_FILE_ORDER || kind == ICD_FILE_CODES || kind == ICD_FILE_TABULAR ||
	       kind == ICD_FILE_ORDER_ADDENDA || kind == ICD_FILE_CODES_ADDENDA;
}

/* The folder counts, but whose names speak of another release may lie in the wrong one: told once a file or zip. */
static void report_contradictions(const struct sources *sources, struct report *report)
{
	const char *told = "";
	char date[ICD_DATE_SIZE];
	for (size_t i = 0; i < sources->count; i++) {
		const struct source *source = &sources->at[i];
		const char *inner = source->member < 0 ? NULL : source->name;
		if (source->inferred || source->published || strcmp(told, source->path) == 0 ||
		    !tells_codes(source->kind) || !name_contradicts(source->path, inner, source->date))
			continue;
		report_add(report, source->date, REPORT_TROUBLE,
			   "%s: its name speaks of another release, taken as of %s by its folder", source->display,
			   icd_date_format(source->date, date));
		told = source->path;
	}
}

/* What the builder makes of a file is kept for the same builder alone. */
static void take_program(struct sources *out, const struct cache *cache)
{
	struct icd_digest digest = icd_digest_start();
	if (cache && inventory_digest_file("/proc/self/exe", &digest))
		out->cache = cache;
	icd_digest_end(&digest, out->program);
}

bool find_sources(char *const *paths, size_t count, const struct find_options *options, struct icd_pool *pool,
		  struct report *report, struct sources *out, struct icd_error *err)
{
	struct find_work w = {.pool = pool, .report = report, .out = out, .options = options, .err = err};
	memset(out, 0, sizeof *out);
	out->desk = pdf_desk_open(&pdf_limits, options->cache);
	take_program(out, options->cache);
	for (size_t i = 0; i < count; i++) {
		if (!look_at_path(&w, paths[i]))
			return false;
	}
	if (!settle_dates(&w))
		return false;
	drop_drafts(&w);
	if (out->count)
		qsort(out->at, out->count, sizeof *out->at, compare_sources);
	report_inferred(out, report);
	if (!options->effective)
		report_contradictions(out, report);
	passed_over_report(&w.over, report);
	documents_report(out, report);
	return true;
}
