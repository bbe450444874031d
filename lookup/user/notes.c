/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notes.h"

#include "memory/memory.h"
#include "user_file.h"
#include "write_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef ICD_PREFIX
#define ICD_PREFIX "/usr/local"
#endif

#define FEW_ASKED 16 /* codes whose notes are found by looking at all of them */

/* Where a note is for: the code packed, in the lowest byte whether all below it, too. */
struct sorted_note {
	uint64_t place;
	size_t note;
};

/* The notes by their places, from when those of many codes were asked for; NULL before, and without memory. */
struct by_place {
	unsigned asked;
	struct sorted_note *at;
};

struct icd_desk_notes {
	struct icd_pool pool;
	struct icd_desk_note *at;
	size_t count, room;
	struct by_place *by_place;
	struct stat own;        /* the user's file when it was read; all 0: there was none */
	struct icd_hash places; /* of the first `placed` notes, each place once: icd_desk_notes_find */
	size_t placed;
};

/* ---- places ---- */

bool icd_desk_place_parse(const char *typed, struct icd_desk_place *out)
{
	struct icd_typed_code code;
	size_t length = strlen(typed);
	while (length > 0 && (typed[length - 1] == ' ' || typed[length - 1] == '\r'))
		length--;
	if (length == 0 || !icd_code_parse(typed, length, &code))
		return false;
	memcpy(out->code, code.code, sizeof out->code);
	out->below = typed[length - 1] == '-' || typed[length - 1] == '_';
	icd_code_format(out->code, out->text);
	if (out->below)
		strcat(out->text, "-");
	return true;
}

bool icd_desk_place_covers(const struct icd_desk_place *place, const char *code)
{
	return place->below ? strncmp(place->code, code, strlen(place->code)) == 0 : strcmp(place->code, code) == 0;
}

/* ---- reading ---- */

/* A line of a file of notes, cut into its parts; *text is "" where there is none. */
static bool parse_line(enum icd_desk_file which, char *line, struct icd_desk_place *place, const char **text)
{
	line[strcspn(line, "\r\n")] = '\0';
	char *tab = strchr(line, '\t');
	if (line[0] == '#' || (which == ICD_DESK_NOTES && !tab))
		return false;
	if (tab)
		*tab = '\0';
	*text = tab ? tab + 1 + strspn(tab + 1, " \t") : "";
	return icd_desk_place_parse(line, place) && (which == ICD_DESK_BOOKMARKS || **text);
}

static bool is_not_there(void)
{
	return errno == ENOENT || errno == ENOTDIR;
}

static bool read_file(struct icd_desk_notes *notes, enum icd_desk_file which, const char *path, bool shipped,
		      struct icd_error *err)
{
	FILE *file = path[0] ? fopen(path, "r") : NULL;
	char *line = NULL;
	size_t size = 0;
	unsigned number = 0, lines = 0;
	bool ok = true;
	if (!file)
		return !path[0] || is_not_there() || icd_fail(err, "%s: %s", path, strerror(errno));
	if (!shipped)
		fstat(fileno(file), &notes->own);
	for (ssize_t length; ok && (length = getline(&line, &size, file)) >= 0;) {
		struct icd_desk_note note = {.shipped = shipped};
		const char *text;
		lines++;
		if (strlen(line) != (size_t)length) {
			ok = icd_fail(err, "%s:%u: a NUL byte: text in UTF-8 was expected", path, lines);
			continue;
		}
		if (!parse_line(which, line, &note.place, &text))
			continue;
		note.number = shipped ? 0 : ++number;
		note.text = icd_pool_print(&notes->pool, "%s", text);
		ok = icd_array_room(&notes->at, notes->count, &notes->room, sizeof note) && !notes->pool.failed;
		if (ok)
			notes->at[notes->count++] = note;
		else
			icd_out_of_memory(err);
	}
	if (ok && !feof(file))
		ok = icd_fail(err, "%s: %s", path, strerror(errno));
	free(line);
	fclose(file);
	return ok;
}

/* ---- the notes that came with the book ---- */

/* The folder of the running program, which is asked for once; "" where the system does not tell. */
static const char *program_folder(void)
{
	static char folder[ICD_LOCATION_SIZE];
	static bool asked;
	if (!asked && readlink("/proc/self/exe", folder, sizeof folder - 1) > 0)
		folder[strrchr(folder, '/') ? strrchr(folder, '/') - folder : 0] = '\0';
	asked = true;
	return folder;
}

/* The places where the folder may be, by number; "" after the last one. $ICD10_NOTES is the only one when it is set. */
const char *icd_desk_shipped_folder(unsigned number, char out[ICD_LOCATION_SIZE])
{
	static const char *const beside[] = {"../share/icd10/notes", "../data/notes"};
	const char *given = getenv("ICD10_NOTES");
	out[0] = '\0';
	if (given)
		snprintf(out, ICD_LOCATION_SIZE, "%s", number ? "" : given);
	else if (number < 2 && *program_folder())
		snprintf(out, ICD_LOCATION_SIZE, "%.4000s/%s", program_folder(), beside[number]);
	else if (number < 3)
		snprintf(out, ICD_LOCATION_SIZE, "%s/share/icd10/notes", ICD_PREFIX);
	return out;
}

static int is_notes_file(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);
	return length > 4 && strcmp(entry->d_name + length - 4, ".txt") == 0;
}

static bool read_notes_files(struct icd_desk_notes *notes, const char *folder, struct dirent **entries, int count,
			     struct icd_error *err)
{
	char path[ICD_LOCATION_SIZE + 260];
	bool ok = true;
	for (int i = 0; i < count; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
		ok = ok && read_file(notes, ICD_DESK_NOTES, path, true, err);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

/* Those of the first folder that is there. */
static bool read_shipped(struct icd_desk_notes *notes, struct icd_error *err)
{
	char folder[ICD_LOCATION_SIZE];
	for (unsigned i = 0; icd_desk_shipped_folder(i, folder)[0]; i++) {
		struct dirent **entries = NULL;
		int count = scandir(folder, &entries, is_notes_file, alphasort);
		if (count >= 0)
			return read_notes_files(notes, folder, entries, count, err);
		if (!is_not_there())
			return icd_fail(err, "%s: %s", folder, strerror(errno));
	}
	return true;
}

/* ---- all of them ---- */

const char *icd_desk_path(enum icd_desk_file which, char out[ICD_LOCATION_SIZE])
{
	static const char *const names[] = {[ICD_DESK_NOTES] = "notes.txt", [ICD_DESK_BOOKMARKS] = "bookmarks.txt"};
	return user_file(USER_DATA, names[which], out);
}

bool icd_desk_notes_read(enum icd_desk_file which, struct icd_desk_notes **out, struct icd_error *err)
{
	char path[ICD_LOCATION_SIZE];
	struct icd_desk_notes *notes = calloc(1, sizeof *notes);
	*out = notes;
	if (!notes)
		return icd_out_of_memory(err);
	notes->by_place = icd_pool_take(&notes->pool, 1, sizeof *notes->by_place);
	if ((notes->by_place || icd_out_of_memory(err)) &&
	    read_file(notes, which, icd_desk_path(which, path), false, err) &&
	    (which != ICD_DESK_NOTES || read_shipped(notes, err)))
		return true;
	icd_desk_notes_free(notes);
	*out = NULL;
	return false;
}

void icd_desk_notes_free(struct icd_desk_notes *notes)
{
	if (!notes)
		return;
	if (notes->by_place)
		free(notes->by_place->at);
	icd_pool_free(&notes->pool);
	icd_hash_free(&notes->places);
	free(notes->at);
	free(notes);
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

bool icd_desk_notes_renew(enum icd_desk_file which, struct icd_desk_notes **notes, struct icd_error *err)
{
	char path[ICD_LOCATION_SIZE];
	struct stat now = {.st_size = 0};
	if (*notes && stat(icd_desk_path(which, path), &now) == 0 && is_same_file(&(*notes)->own, &now))
		return true;
	icd_desk_notes_free(*notes);
	return icd_desk_notes_read(which, notes, err);
}

static bool same_place(const void *context, uint32_t item, const void *place)
{
	const struct icd_desk_notes *notes = context;
	return strcmp(notes->at[item].place.text, place) == 0;
}

bool icd_desk_notes_find(struct icd_desk_notes *notes, const char *place, const struct icd_desk_note **out,
			 struct icd_error *err)
{
	for (; notes->placed < notes->count; notes->placed++) {
		const char *text = notes->at[notes->placed].place.text;
		uint64_t hash = icd_hash_text(text);
		if (icd_hash_find(&notes->places, hash, same_place, notes, text) == ICD_HASH_NONE &&
		    !icd_hash_add(&notes->places, hash, (uint32_t)notes->placed))
			return icd_out_of_memory(err);
	}
	uint32_t item = icd_hash_find(&notes->places, icd_hash_text(place), same_place, notes, place);
	*out = item == ICD_HASH_NONE ? NULL : &notes->at[item];
	return true;
}

size_t icd_desk_notes_count(const struct icd_desk_notes *notes)
{
	return notes ? notes->count : 0;
}

const struct icd_desk_note *icd_desk_notes_at(const struct icd_desk_notes *notes, size_t i)
{
	return &notes->at[i];
}

/* ---- those of a code ---- */

static uint64_t place_number(const char *code, size_t length, bool below)
{
	return icd_pack(code, length) << 8 | below;
}

static int compare_places(const void *a, const void *b)
{
	const struct sorted_note *left = a, *right = b;
	return ICD_ORDER(left->place, right->place) ?: ICD_ORDER(left->note, right->note);
}

static void sort_by_place(const struct icd_desk_notes *notes)
{
	struct sorted_note *at = malloc(notes->count * sizeof *at);
	for (size_t i = 0; at && i < notes->count; i++) {
		const struct icd_desk_place *place = &notes->at[i].place;
		at[i] = (struct sorted_note){place_number(place->code, strlen(place->code), place->below), i};
	}
	if (at)
		qsort(at, notes->count, sizeof *at, compare_places);
	notes->by_place->at = at;
}

struct sought_note {
	const struct sorted_note *at, *sought;
};

static bool stands_before(const void *context, size_t item)
{
	const struct sought_note *sought = context;
	return compare_places(&sought->at[item], sought->sought) < 0;
}

/* The first note for the place from `from` on; as many as there are when there is none. */
static size_t next_at(const struct icd_desk_notes *notes, uint64_t place, size_t from)
{
	const struct sorted_note *at = notes->by_place->at;
	size_t found = icd_lower_bound(notes->count, stands_before,
				       &(struct sought_note){at, &(struct sorted_note){place, from}});
	return found < notes->count && at[found].place == place ? at[found].note : notes->count;
}

size_t icd_desk_notes_next(const struct icd_desk_notes *notes, const char *code, size_t from)
{
	size_t next = icd_desk_notes_count(notes), length = strlen(code);
	if (next == 0)
		return 0;
	if (from == 0 && !notes->by_place->at && notes->by_place->asked++ == FEW_ASKED)
		sort_by_place(notes);
	if (!notes->by_place->at || length > ICD_CODE_LENGTH) {
		while (from < notes->count && !icd_desk_place_covers(&notes->at[from].place, code))
			from++;
		return from;
	}
	for (size_t start = 3; start <= length; start++) {
		size_t below = next_at(notes, place_number(code, start, true), from);
		next = below < next ? below : next;
	}
	size_t own = next_at(notes, place_number(code, length, false), from);
	return own < next ? own : next;
}

/* ---- writing ---- */

/* ---- one writer at a time ---- */

/* The file of the path, locked: others that write it wait. Where another took its place meanwhile, that one. -1, and
 * errno, when it cannot be opened. A file system without locks goes without. */
static int open_locked(const char *path, int flags)
{
	for (;;) {
		struct stat held, named;
		int fd = user_file_open(path, flags);
		if (fd < 0)
			return fd;
		while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
			;
		if (fstat(fd, &held) != 0 || stat(path, &named) != 0 ||
		    (held.st_ino == named.st_ino && held.st_dev == named.st_dev))
			return fd;
		close(fd);
	}
}

static void put_line(FILE *file, const struct icd_desk_place *place, const char *text)
{
	fputs(place->text, file);
	for (const char *separator = "\t"; text && *text; separator = " ") {
		text += strspn(text, " \t\r\n\v\f");
		size_t word = strcspn(text, " \t\r\n\v\f");
		if (word)
			fprintf(file, "%s%.*s", separator, (int)word, text);
		text += word;
	}
	fputc('\n', file);
}

/* The line as it is to stand at the end of the file, in memory that the caller frees; NULL without memory. */
static char *line_of(const struct icd_desk_place *place, const char *text, bool open_end, size_t *size)
{
	char *line = NULL;
	FILE *file = open_memstream(&line, size);
	if (!file)
		return NULL;
	if (open_end)
		fputc('\n', file);
	put_line(file, place, text);
	bool ok = !ferror(file);
	if (fclose(file) == 0 && ok)
		return line;
	free(line);
	return NULL;
}

/* Appends all of the line, or nothing of it. */
static bool append(int fd, const char *line, size_t size)
{
	struct stat before;
	if (fstat(fd, &before) != 0)
		return false;
	for (size_t at = 0; at < size;) {
		ssize_t put = write(fd, line + at, size - at);
		int why = errno;
		if (put < 0 && why == EINTR)
			continue;
		if (put <= 0) {
			errno = at && ftruncate(fd, before.st_size) != 0 ? errno : put < 0 ? why : ENOSPC;
			return false;
		}
		at += (size_t)put;
	}
	return true;
}

/* Appends the line to the file of the path. */
static bool add_line(int fd, const char *path, const struct icd_desk_place *place, const char *text,
		     struct icd_error *err)
{
	char last = '\n';
	size_t size;
	off_t end = lseek(fd, 0, SEEK_END);
	/* Does the file end in the middle of a line? */
	bool readable = end <= 0 || pread(fd, &last, 1, end - 1) == 1;
	char *line = line_of(place, text, last != '\n', &size);
	bool ok = line ? (readable && append(fd, line, size)) || icd_fail(err, "%s: %s", path, strerror(errno))
		       : icd_out_of_memory(err);
	free(line);
	return ok;
}

/* Bookmarks that were read get the one that was added to their file, and are those of the file still. */
static void keep_bookmark(struct icd_desk_notes *bookmarks, const struct icd_desk_place *place, int fd)
{
	struct icd_desk_note note = {.place = *place, .text = "", .number = (unsigned)bookmarks->count + 1};
	if (!icd_array_room(&bookmarks->at, bookmarks->count, &bookmarks->room, sizeof note))
		return;
	bookmarks->at[bookmarks->count++] = note;
	fstat(fd, &bookmarks->own);
}

bool icd_desk_add(enum icd_desk_file which, const struct icd_desk_place *place, const char *text,
		  struct icd_desk_notes *bookmarks, struct icd_error *err)
{
	char path[ICD_LOCATION_SIZE];
	struct stat before;
	if (!user_file_make_folder(icd_desk_path(which, path), err))
		return false;
	int fd = open_locked(path, O_RDWR | O_APPEND | O_CREAT);
	if (fd < 0)
		return icd_fail(err, "%s: %s", path, strerror(errno));
	bool known = bookmarks && fstat(fd, &before) == 0 && is_same_file(&bookmarks->own, &before);
	bool ok = add_line(fd, path, place, text, err);
	if (ok && known)
		keep_bookmark(bookmarks, place, fd);
	if (close(fd) != 0 && ok)
		ok = icd_fail(err, "%s: %s", path, strerror(errno));
	return ok;
}

struct change {
	enum icd_desk_file which;
	FILE *in;
	const struct icd_desk_note *note;
	const char *text;
};

static bool is_the_note(const struct change *change, const char *line, unsigned *number)
{
	struct icd_desk_place place;
	const char *text;
	char *copy = strdup(line);
	bool found = copy && parse_line(change->which, copy, &place, &text) && ++*number == change->note->number &&
		     strcmp(text, change->note->text) == 0 && strcmp(place.text, change->note->place.text) == 0;
	free(copy);
	return found;
}

static bool write_changed(void *context, FILE *file, struct icd_error *err)
{
	struct change *change = context;
	char *line = NULL;
	size_t size = 0;
	unsigned number = 0;
	bool found = false;
	while (getline(&line, &size, change->in) >= 0) {
		if (!is_the_note(change, line, &number)) {
			fputs(line, file);
			continue;
		}
		found = true;
		if (change->text)
			put_line(file, &change->note->place, change->text);
	}
	free(line);
	if (!feof(change->in))
		return icd_fail(err, "%s", strerror(errno));
	return found || icd_fail(err, "the note for %s is no longer there", change->note->place.text);
}

bool icd_desk_change(enum icd_desk_file which, const struct icd_desk_note *note, const char *text,
		     struct icd_error *err)
{
	char path[ICD_LOCATION_SIZE];
	/* The file itself is written anew, where the path is a link to it. */
	char *real = realpath(icd_desk_path(which, path), NULL);
	int fd = real ? open_locked(real, O_RDONLY) : -1;
	struct change change = {which, fd < 0 ? NULL : fdopen(fd, "r"), note, text};
	bool ok = change.in ? write_file(real, write_changed, &change, err)
			    : icd_fail(err, "%s: %s", path, strerror(errno));
	/* Whoever waits for the lock finds the new file then. */
	if (change.in)
		fclose(change.in);
	else if (fd >= 0)
		close(fd);
	free(real);
	return ok;
}
