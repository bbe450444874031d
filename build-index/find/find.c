/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find.h"

#include "files/folder.h"
#include "official/official.h"
#include "pdf/pdf.h"
#include "read/recognise.h"
#include "read/release.h"
#include "container.h"
#include "dates.h"
#include "documents.h"
#include "known.h"
#include "passed_over.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define HEAD_SIZE     ((size_t)64 << 10) /* enough to tell a text or XML file's kind */
#define NESTED_MOST   2                  /* zips around a zip */
#define FIRST_RELEASE 20121001           /* the first that was published as it was to take effect */

void sources_free(struct sources *sources)
{
	pdf_desk_close(sources->desk);
	for (size_t i = 0; i < sources->count; i++)
		archive_close(&sources->at[i].container->archive);
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

/* "" when it cannot be read. */
static const char *checksum_of(struct container *container)
{
	struct archive *archive = &container->archive;
	struct icd_digest digest = icd_digest_start();
	if (container->sha256[0])
		return container->sha256;
	if (archive->bytes.data)
		icd_digest_of(archive->bytes.data, archive->bytes.size, container->sha256);
	else if (inventory_digest_file(archive->path, &digest))
		icd_digest_end(&digest, container->sha256);
	return container->sha256;
}

/* The date of the file as published, by its checksum. */
static icd_date published_date(struct container *container)
{
	if (!container->asked)
		container->published = known_file_date(checksum_of(container));
	container->asked = true;
	return container->published;
}

/* The date of a file that stands in a published zip, by its own checksum. */
static icd_date member_date(const struct source *source)
{
	struct input in = {0};
	struct icd_error ignored;
	bool known = source->member != ARCHIVE_ITSELF &&
		     (source->look->sha256[0] || source_read((struct source *)source, &in, &ignored));
	free((char *)in.data);
	return known ? known_file_date(source->look->sha256) : 0;
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
	icd_date within = source->member != ARCHIVE_ITSELF ? folder_date(inner) : 0;
	source->date = within ? within : container->folder;
	if (!source->date)
		source->date = published_date(container);
	if (!source->date)
		source->date = member_date(source);
	source->published = container->published;
	if (source->date)
		return;
	struct name_date says = container->says;
	if (source->member != ARCHIVE_ITSELF) {
		says = inner_names(inner);
		name_date_join(&says, &container->says);
	}
	date_by_names(source, &says);
}

static void add_source(struct find_work *w, struct container *container, const struct member *member, struct look *look)
{
	struct sources *out = w->out;
	struct source *source = one_more(out->at, out->count, out->capacity);
	*source = (struct source){
		.container = container,
		.path = container->archive.path,
		.member = member->number,
		.display = need_text(w->pool, member->display, strlen(member->display)),
		.name = base_name(need_text(w->pool, member->inner, strlen(member->inner))),
		.kind = look->kind,
		.look = look,
		.desk = out->desk,
		.job = member->job,
		.cache = out->cache,
		.program = out->program,
		.looked_by = out->looked_by,
	};
	container->unread++;
	date_source(container, member->inner, source);
	if (look->said && (!source->date || source->inferred)) {
		source->date = look->said;
		source->inferred = source->year_only = source->unclear = false;
	}
}

static void pass_over(struct find_work *w, const struct member *member, const struct look *look)
{
	const char *display = member->display;
	if (look->says == LOOK_EXPORT)
		report_add(w->report, 0, REPORT_TROUBLE,
			   "passed over: %s: an export of a list that was rebuilt, not an official file", display);
	else if (!is_litter(member->inner) && look->says == LOOK_LIKE_OURS)
		report_add(w->report, 0, REPORT_TROUBLE, "not understood, passed over: %s", display);
	else
		passed_over_add(&w->over, base_name(member->inner));
	report_add(w->report, 0, REPORT_ASIDE, "passed over: %s", display);
}

/* ---- looking at bytes ---- */

/* Reads as much as tells the kind: a zip or workbook whole; of most other files the start. */
static bool read_enough(struct find_work *w, struct container *container, struct member *member)
{
	struct archive *archive = &container->archive;
	struct input *in = &member->in;
	if (!archive_read(archive, member->number, member->display, HEAD_SIZE, in, w->err))
		return false;
	member->zipped = is_zip(in) || is_named_zip(member->inner);
	member->whole = in->size < HEAD_SIZE;
	if (member->whole || (!member->zipped && !wants_whole(in)))
		return true;
	member->whole = true;
	free((char *)in->data);
	return archive_read(archive, member->number, member->display, SIZE_MAX, in, w->err);
}

/* What the bytes are, of which enough was read. A document of a release goes on being read (member->job). */
static void look_at_bytes(struct find_work *w, struct member *member, struct look *look)
{
	const struct input *in = &member->in;
	look->is_pdf = pdf_is(in);
	if (look->is_pdf && !member->sha256[0])
		icd_digest_of(in->data, in->size, member->sha256);
	look->kind = document_or_file_kind(w->out, in, member->sha256, &member->job, w->report);
	look->said = look->kind == ICD_FILE_MCE ? mce_effective(in) : 0;
	look->says = look->kind != ICD_FILE_UNKNOWN                   ? LOOK_RELEASE
		     : is_zip(in) && ends_with(member->inner, ".zip") ? LOOK_ZIP
		     : is_rebuilt_export(in)                          ? LOOK_EXPORT
		     : looks_like_ours(base_name(member->inner), in)  ? LOOK_LIKE_OURS
								      : LOOK_NOTHING;
	if (!member->sha256[0] && member->whole && (look->says == LOOK_RELEASE || look->says == LOOK_ZIP))
		icd_digest_of(in->data, in->size, member->sha256);
	memcpy(look->sha256, member->sha256, sizeof look->sha256);
	look->size = in->size;
}

static bool look_into_zip(struct find_work *w, struct container *container);

/* ---- what was found before ---- */

/* What the same builder and programs found in the file or zip, whose checksum is known. */
static void recall_looks(struct find_work *w, struct container *container)
{
	if (!w->out->cache)
		return;
	looks_key(w->out->looked_by, base_name(container->archive.path), container->sha256, container->key);
	container->recalled = looks_recall(w->out->cache, container->key, w->pool, &container->looks);
}

/* What was found anew: it is kept when all of it was looked at, and what could not be read then could not be today. */
static void keep_looks(const struct find_work *w, struct container *container, bool whole)
{
	if (!whole || w->out->documents_left || w->out->documents_failed)
		container->key[0] = '\0';
	else
		container->news = true;
}

/* ---- zips ---- */

/* A zip within a zip is looked into as the zip around it, whose folder and names count for it, too. */
static bool look_into_nested(struct find_work *w, struct container *outer, struct member *member,
			     const struct look *look)
{
	struct container *container = need(w->pool, 1, sizeof *container);
	icd_date within = folder_date(member->inner);
	*container = (struct container){
		.archive = archive_within(&outer->archive, member->number, member->display),
		.folder = within ? within : outer->folder,
		.says = inner_names(member->inner),
		.depth = outer->depth + 1,
	};
	memcpy(container->sha256, look->sha256, sizeof container->sha256);
	name_date_join(&container->says, &outer->says);
	archive_give(&container->archive, &member->in);
	recall_looks(w, container);
	bool ok = container->depth <= NESTED_MOST ||
		  icd_fail(w->err, "%s: zips within zips within zips: unpack the outer ones first", member->display);
	if (ok && !published_date(container))
		container->published = outer->published;
	ok = ok && look_into_zip(w, container);
	if (container->unread == 0)
		container_let_go(w->out->cache, container);
	else
		archive_close(&container->archive);
	return ok;
}

static bool take_member(struct find_work *w, struct container *container, struct member *member, struct look *look)
{
	bool ok = true;
	if (look->says == LOOK_ZIP)
		ok = look_into_nested(w, container, member, look);
	else if (look->says == LOOK_RELEASE)
		add_source(w, container, member, look);
	else
		pass_over(w, member, look);
	return ok;
}

/* ---- documents of a zip, one ahead ---- */

static void drop_next(const struct find_work *w, struct container *container)
{
	document_drop(w->out, container->next.job);
	free((char *)container->next.in.data);
	container->next = (struct member){.number = ARCHIVE_ITSELF};
}

/* Has the next document in the zip read. One that cannot be is left to its turn. */
static void start_next(struct find_work *w, struct container *container, int64_t behind)
{
	struct icd_error ignored;
	struct look *looks = container->looks.at;
	size_t at = (size_t)behind + 1;
	while (at < container->looks.count && !ends_with(looks[at].inner, ".pdf"))
		at++;
	if (at >= container->looks.count)
		return;
	const char *display = need_print(w->pool, "%s: %s", container->archive.path, looks[at].inner);
	struct member next = {.number = (int64_t)at};
	if (was_left_out(w, display) ||
	    !archive_read(&container->archive, next.number, display, SIZE_MAX, &next.in, &ignored))
		return;
	next.whole = true;
	icd_digest_of(next.in.data, next.in.size, next.sha256);
	next.job = document_start(w->out, &next.in, next.sha256);
	container->next = next;
	if (!next.job)
		drop_next(w, container);
}

/* Reads as much as tells what the member is, or takes what was read ahead. */
static bool read_member(struct find_work *w, struct container *container, struct member *member)
{
	struct member *next = &container->next;
	if (next->job && next->number == member->number) {
		next->inner = member->inner;
		next->display = member->display;
		*member = *next;
		*next = (struct member){.number = ARCHIVE_ITSELF};
	} else if (!read_enough(w, container, member)) {
		return false;
	}
	if (pdf_is(&member->in))
		start_next(w, container, member->number);
	return true;
}

/* A workbook, or what is named as one, must be whole. */
static bool is_sound(struct find_work *w, const struct member *member, const struct look *look)
{
	if (!member->zipped || look->says == LOOK_ZIP)
		return true;
	zip_t *workbook = zip_of(&member->in, w->err);
	if (workbook)
		zip_discard(workbook);
	return workbook != NULL;
}

static bool look_at_anew(struct find_work *w, struct container *container, struct member *member, struct look *look)
{
	if (!read_member(w, container, member))
		return false;
	look_at_bytes(w, member, look);
	return is_sound(w, member, look);
}

static void note_day_beside(struct container *container, const char *inner)
{
	struct name_date says = name_date_of(base_name(inner));
	if (!says.date || says.unclear)
		return;
	container->beside_many |= container->beside && container->beside != says.date;
	container->beside = says.date;
}

/* *whole becomes false when it could not be looked at. */
static bool look_at_member(struct find_work *w, struct container *container, size_t number, bool *whole)
{
	struct look *look = &container->looks.at[number];
	struct member it = {.number = (int64_t)number, .inner = look->inner};
	if (!*look->inner) {
		*whole = false;
		return icd_fail(w->err, "%s: broken zip entry", container->archive.path) ||
		       tolerate(w, container->archive.path);
	}
	it.display = need_print(w->pool, "%s: %s", container->archive.path, look->inner);
	if (look->inner[strlen(look->inner) - 1] == '/')
		return true;
	bool left_out = was_left_out(w, it.display), ok = true;
	if (!left_out) {
		note_day_beside(container, look->inner);
		ok = (container->recalled || look_at_anew(w, container, &it, look)) &&
		     take_member(w, container, &it, look);
		free((char *)it.in.data);
	}
	*whole &= ok && !left_out;
	return ok || tolerate(w, it.display);
}

/* The names of what is in the zip: there is more to say of it by and by. */
static bool list_members(struct find_work *w, struct container *container)
{
	zip_t *zip = archive_zip(&container->archive, w->err);
	zip_int64_t count = zip ? zip_get_num_entries(zip, 0) : 0;
	if (!zip)
		return false;
	struct look *looks = need(w->pool, (size_t)count, sizeof *looks);
	container->looks = (struct looks){looks, (size_t)count, true, true};
	for (zip_int64_t i = 0; i < count; i++) {
		const char *inner = zip_get_name(zip, (zip_uint64_t)i, 0);
		looks[i].inner = inner ? need_text(w->pool, inner, strlen(inner)) : "";
	}
	return true;
}

static bool look_into_zip(struct find_work *w, struct container *container)
{
	bool ok = container->recalled || list_members(w, container), whole = true;
	for (size_t i = 0; ok && i < container->looks.count; i++)
		ok = look_at_member(w, container, i, &whole);
	if (!container->recalled) {
		drop_next(w, container);
		keep_looks(w, container, ok && whole);
	}
	return ok;
}

/* ---- files on disk ---- */

/* Looks at the file itself, when it is not known yet; what it is then stands in the looks, or it is a zip. */
static bool look_at_itself(struct find_work *w, struct container *container, struct member *member)
{
	struct archive *archive = &container->archive;
	struct look look = {.inner = ""};
	if (!read_enough(w, container, member))
		return false;
	memcpy(member->sha256, container->sha256, sizeof member->sha256);
	look_at_bytes(w, member, &look);
	memcpy(container->sha256, look.sha256, sizeof container->sha256);
	look.size = (uint64_t)archive->stamp.size;
	container->looks = (struct looks){need_copy(w->pool, &look, 1, sizeof look), 1, member->zipped, false};
	if (!member->zipped)
		return true;
	archive_give(archive, &member->in);
	if (!archive_zip(archive, w->err))
		return false;
	container->looks.of_zip = look.kind == ICD_FILE_UNKNOWN && !ends_with(archive->path, ".xlsx");
	return true;
}

/* A loose file, of which as much was read as tells what it is. */
static bool take_loose(struct find_work *w, struct container *container, const struct member *member, bool named)
{
	struct look *look = container->looks.at;
	if (look->says == LOOK_RELEASE)
		add_source(w, container, member, look);
	else if (named)
		return icd_fail(w->err,
				"%s: not a file of a release: a tabular list, an order, codes or "
				"addenda file, an index or table, a conversion table or POA-exempt list, an "
				"addendum or guidelines as PDF or as its text, or a zip of them was expected",
				member->display);
	else
		pass_over(w, member, look);
	return true;
}

static bool look_into_container(struct find_work *w, struct container *container, bool named)
{
	const char *path = container->archive.path;
	struct member member = {.number = ARCHIVE_ITSELF, .inner = path, .display = path};
	bool ok = container->recalled || look_at_itself(w, container, &member);
	if (ok && container->looks.zipped)
		published_date(container);
	if (ok && container->looks.of_zip) {
		ok = look_into_zip(w, container);
	} else if (ok) {
		ok = take_loose(w, container, &member, named);
		if (!container->recalled)
			keep_looks(w, container, ok);
	}
	free((char *)member.in.data);
	return ok;
}

/* The checksum that the inventory has of it. */
static void know_again(struct find_work *w, struct container *container)
{
	struct stat st;
	if (!w->options->inventory || stat(container->archive.path, &st) != 0)
		return;
	struct file_stamp stamp = file_stamp_of(&st);
	const char *sha256 = inventory_sha256(w->options->inventory, container->archive.path, &stamp);
	if (!sha256)
		return;
	memcpy(container->sha256, sha256, sizeof container->sha256);
	archive_hold_to(&container->archive, &stamp);
	container->inventoried = inventory_settled(w->options->inventory, &stamp);
	recall_looks(w, container);
}

static bool look_at_file(struct find_work *w, const char *path, bool named)
{
	struct container *container = need(w->pool, 1, sizeof *container);
	if (was_left_out(w, path))
		return true;
	*container = (struct container){
		.archive = archive_of(need_text(w->pool, path, strlen(path))),
		.folder = path_date(path),
		.says = path_names(path),
	};
	know_again(w, container);
	bool ok = look_into_container(w, container, named);
	if (container->unread == 0)
		container_let_go(w->out->cache, container);
	else
		archive_close(&container->archive);
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
	icd_date beside = source->year_only && source->member != ARCHIVE_ITSELF ? container->beside : 0;
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
	source_done(&sources->at[at]);
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
		const char *inner = source->member == ARCHIVE_ITSELF ? NULL : source->name;
		if (source->inferred || source->published || strcmp(told, source->path) == 0 ||
		    !tells_codes(source->kind) || !name_contradicts(source->path, inner, source->date))
			continue;
		report_add(report, source->date, REPORT_TROUBLE,
			   "%s: its name speaks of another release, taken as of %s by its folder", source->display,
			   icd_date_format(source->date, date));
		told = source->path;
	}
}

/* What the builder makes of a file is kept for the same builder alone; what it takes a document for, for the same
 * programs beside it. */
static void take_program(struct sources *out, const struct cache *cache)
{
	struct icd_digest digest = icd_digest_start(), looked = icd_digest_start();
	char programs[PDF_PROGRAMS_SIZE];
	if (cache && inventory_digest_file("/proc/self/exe", &digest))
		out->cache = cache;
	icd_digest_end(&digest, out->program);
	pdf_programs(programs);
	icd_digest_bytes(&looked, out->program, sizeof out->program);
	icd_digest_bytes(&looked, programs, strlen(programs));
	icd_digest_end(&looked, out->looked_by);
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
