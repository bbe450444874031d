/* SPDX-License-Identifier: GPL-3.0-or-later */
/* icd9: between ICD-9-CM and the codes of the date, by the general equivalence mappings and the history. */
#include "icd9/icd9.h"
#include "print/print.h"
#include "commands.h"

#include <string.h>

struct icd9_options {
	bool all;
	struct printer *printer; /* NULL: text */
};

/* A code as ICD-9-CM and as ICD-10-CM: V72.0 may be either. */
struct readings {
	struct icd_mapping of[ICD_GEMS];
};

static bool found(const struct readings *readings)
{
	return icd_mapping_found(&readings->of[0]) || icd_mapping_found(&readings->of[1]);
}

static bool read_both(const struct icd_view *view, struct icd_pool *pool, const char *query, struct readings *out,
		      struct icd_error *err)
{
	char icd9[ICD9_CODE_SIZE];
	struct icd_typed_code typed;
	*out = (struct readings){.of = {[ICD_GEM_FROM_10] = {.gem = ICD_GEM_FROM_10}}};
	if (icd9_code_parse(query, strlen(query), icd9) &&
	    !icd_mapping_make(view, pool, ICD_GEM_FROM_9, icd9, &out->of[ICD_GEM_FROM_9], err))
		return false;
	return !icd_code_parse(query, strlen(query), &typed) ||
	       icd_mapping_make(view, pool, ICD_GEM_FROM_10, typed.code, &out->of[ICD_GEM_FROM_10], err);
}

/* ---- output ---- */

static void tell_readings(struct printer *printer, const struct icd_view *view, const char *query,
			  const struct readings *readings)
{
	tell_answer(printer);
	tell_fields(printer, "query:%s found:%hhd on:%x", query, found(readings), view->on);
	for (int i = 0; i < ICD_GEMS; i++)
		tell_mapping(printer, &readings->of[i]);
	tell_warning(printer, view);
	tell_end(printer);
}

/* The readings that a mapping has, and a code of ICD-10-CM that it has not. */
static bool print_readings(const struct output *out, const struct readings *readings, icd_date on, bool all)
{
	bool before = false, ok = true;
	for (int i = 0; i < ICD_GEMS; i++) {
		if (!icd_mapping_found(&readings->of[i]) && !readings->of[i].title)
			continue;
		if (before)
			fputc('\n', out->file);
		before = true;
		ok &= icd9_print_text(out, &readings->of[i], on, all);
	}
	return ok;
}

/* That neither mapping has the code, on stderr: for all forms but JSON, which says it itself. */
static void print_none(const char *query, const struct readings *readings)
{
	char label[ICD_DOTTED_SIZE], edition[ICD_DATE_SIZE];
	bool icd9 = readings->of[ICD_GEM_FROM_9].below_count > 0;
	const struct icd_mapping *of = &readings->of[icd9 ? ICD_GEM_FROM_9 : ICD_GEM_FROM_10];
	fprintf(stderr, "icd10-lookup: %s: ", query);
	if (!icd9 && of->title && of->edition && !of->below_count)
		fprintf(stderr, "the mapping of %s does not have it, nor is a code known that it came from",
			icd_date_format(of->edition, edition));
	else
		fputs("the general equivalence mappings have no such code", stderr);
	for (uint32_t i = 0; i < of->below_count && i < 5; i++)
		fprintf(stderr, "%s%s", i ? ", " : "; below it are ",
			icd9 ? icd9_code_format(of->below[i], label) : icd_code_format(of->below[i], label));
	fputs(of->below_count > 5 ? ", ...\n" : "\n", stderr);
}

static int show(struct session *session, const char *query, bool first, const void *chosen)
{
	const struct icd9_options *options = chosen;
	struct icd_pool pool = {0};
	struct readings readings;
	struct icd_error err;
	int status = STATUS_FAILED;
	if (read_both(&session->view, &pool, query, &readings, &err)) {
		status = found(&readings) ? STATUS_OK : STATUS_NO;
		if (!first && status == STATUS_OK && !options->printer)
			fputc('\n', session->out.file);
		if (status == STATUS_NO && session->out.format != FORMAT_JSON)
			print_none(query, &readings);
		else if (options->printer)
			tell_readings(options->printer, &session->view, query, &readings);
		else if (!print_readings(&session->out, &readings, session->view.on, options->all))
			status = command_fail("out of memory");
	} else {
		command_fail("%s", err.text);
	}
	icd_pool_free(&pool);
	return status;
}

/* Says on stderr which mapping the index does not hold. False where it holds neither. */
static bool check_held(const struct session *session)
{
	const struct icd_about *about = session->view.about;
	static const char build[] =
		"put CMS's GEM files beside the release files and build it again with icd10-build-index";
	bool from_9 = about->gems[ICD_GEM_FROM_9].count, from_10 = about->gems[ICD_GEM_FROM_10].count;
	if (!from_9 && !from_10)
		command_say("the index holds no general equivalence mappings (2018_I9gem.txt, "
			    "2018_I10gem.txt): %s",
			    build);
	else if (!from_9 || !from_10)
		command_say("the index lacks the general equivalence mapping from %s: %s",
			    from_9 ? "ICD-10-CM (2018_I10gem.txt)" : "ICD-9-CM (2018_I9gem.txt)", build);
	return from_9 || from_10;
}

int cmd_icd9(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {
		{"all", 'a', OPTION_FLAG, offsetof(struct icd9_options, all), NULL}, {0}};
	struct icd9_options chosen = {0};
	int count = options_read(session, argc, argv, options, &chosen, "a code was");
	if (count < 0)
		return STATUS_FAILED;
	session_warn_date(session);
	if (!check_held(session) && session->out.format != FORMAT_JSON)
		return STATUS_NO;
	chosen.printer = session_printer(session, &mapping_columns);
	return command_each_or_lines(session, argv + 1, count, show, &chosen);
}
