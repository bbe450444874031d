/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/memory.h"
#include "official/official.h"
#include "print/print.h"
#include "commands.h"

#include <stdlib.h>
#include <string.h>

static const char *const verdict_names[] = {
	[ICD_VERDICT_EQUAL] = "equal",
	[ICD_VERDICT_DIFFERENT] = "different",
	[ICD_VERDICT_SKIPPED] = "skipped",
};

static const struct columns columns = {"files", "release what verdict file why", false};

struct verified {
	const struct output *out;
	unsigned counts[3]; /* by verdict */
	/* Of JSON and rows, which are told when all is known. */
	struct icd_pool pool;
	struct icd_verification *files;
	size_t count, capacity;
};

static void tell_verification(struct printer *printer, const struct icd_verification *one)
{
	tell_item(printer, NULL, "release:%x what:%s verdict:%s file:%s why:%s", one->release, one->what,
		  verdict_names[one->verdict], one->file, *one->why ? one->why : NULL);
}

static void print_text(const struct output *out, const struct icd_verification *one)
{
	static const enum ink inks[] = {INK_GOOD, INK_BAD, INK_WARN};
	char date[ICD_DATE_SIZE];
	fprintf(out->file, "%s  %-16s  %s%-9s%s  %s%s%s\n", icd_date_format(one->release, date), one->what,
		ink(out, inks[one->verdict]), verdict_names[one->verdict], ink_end(out), one->file,
		*one->why ? ": " : "", one->why);
}

static void show(void *context, const struct icd_verification *one)
{
	struct verified *verified = context;
	verified->counts[one->verdict]++;
	if (verified->out->format == FORMAT_TEXT) {
		print_text(verified->out, one);
	} else if (icd_array_room(&verified->files, verified->count, &verified->capacity, sizeof *one)) {
		struct icd_verification *kept = &verified->files[verified->count++];
		*kept = *one;
		kept->what = icd_pool_text(&verified->pool, one->what, strlen(one->what));
		kept->file = icd_pool_text(&verified->pool, one->file, strlen(one->file));
		kept->why = icd_pool_text(&verified->pool, one->why, strlen(one->why));
	} else {
		verified->pool.failed = true;
	}
}

/* `error` is NULL where everything could be looked at. */
static void tell_verified(struct printer *printer, const char *index, const struct verified *verified, bool damaged,
			  const char *error)
{
	tell_answer(printer);
	tell_fields(printer, "index:%s ok:%hhd error:%s", index, (bool)(!error && !damaged), error);
	tell_list(printer, "files");
	for (size_t i = 0; i < verified->count; i++)
		tell_verification(printer, &verified->files[i]);
	tell_end(printer);
	tell_end(printer);
}

static void print_end(const struct output *out, const char *index, const struct verified *verified, bool damaged)
{
	fprintf(out->file, "%s: %s; %u files given back as they were, %u not, %u cannot be compared\n", index,
		damaged ? "damaged" : "whole", verified->counts[ICD_VERDICT_EQUAL],
		verified->counts[ICD_VERDICT_DIFFERENT], verified->counts[ICD_VERDICT_SKIPPED]);
}

static int verify(struct session *session, struct verified *verified)
{
	const char *index = icd_store_path(session->store);
	struct printer *printer = session_printer(session, &columns);
	struct icd_error err;
	bool damaged, ok = icd_verify(session->store, show, verified, &damaged, &err);
	if (verified->pool.failed)
		return command_fail("out of memory");
	if (printer)
		tell_verified(printer, index, verified, damaged, ok ? NULL : err.text);
	else if (ok)
		print_end(&session->out, index, verified, damaged);
	if (!ok)
		return command_fail("%s", err.text);
	return damaged ? STATUS_FAILED : STATUS_OK;
}

int cmd_verify(struct session *session, int argc, char **argv)
{
	struct verified verified = {.out = &session->out};
	int count = options_read(session, argc, argv, no_options, NULL, NULL);
	if (count < 0)
		return STATUS_FAILED;
	if (count)
		return command_usage(session, "no argument was expected: %s", argv[1]);
	int status = verify(session, &verified);
	icd_pool_free(&verified.pool);
	free(verified.files);
	return status;
}
