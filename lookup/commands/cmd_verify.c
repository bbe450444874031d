/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "official/official.h"
#include "print/print.h"
#include "commands.h"

static const char *const verdict_names[] = {
	[ICD_VERDICT_EQUAL] = "equal",
	[ICD_VERDICT_DIFFERENT] = "different",
	[ICD_VERDICT_SKIPPED] = "skipped",
};

struct verified {
	struct session *session;
	json_t *files;      /* for JSON */
	unsigned counts[3]; /* by verdict */
};

static void show_text(const struct output *out, const struct icd_verification *one)
{
	static const enum ink inks[] = {INK_GOOD, INK_BAD, INK_WARN};
	char date[ICD_DATE_SIZE];
	fprintf(out->file, "%s  %-16s  %s%-9s%s  %s%s%s\n", icd_date_format(one->release, date), one->what,
		ink(out, inks[one->verdict]), verdict_names[one->verdict], ink_end(out), one->file,
		*one->why ? ": " : "", one->why);
}

static void show_row(const struct output *out, const struct icd_verification *one)
{
	char date[ICD_DATE_SIZE];
	const char *fields[] = {icd_date_format(one->release, date), one->what, verdict_names[one->verdict], one->file,
				one->why};
	output_row(out, fields, 5);
}

static void show(void *context, const struct icd_verification *one)
{
	struct verified *verified = context;
	const struct output *out = &verified->session->out;
	verified->counts[one->verdict]++;
	if (out->format == FORMAT_JSON)
		json_array_append_new(verified->files,
				      json_pack("{so ss ss so so}", "release", json_date(one->release), "what",
						one->what, "verdict", verdict_names[one->verdict], "file",
						json_text(one->file), "why",
						*one->why ? json_text(one->why) : json_null()));
	else if (out->format == FORMAT_TSV)
		show_row(out, one);
	else
		show_text(out, one);
}

static void show_end(struct verified *verified, bool ok, bool damaged, const struct icd_error *err)
{
	const struct output *out = &verified->session->out;
	if (out->format == FORMAT_JSON)
		output_json(out, json_pack("{si so sb so so}", "v", 1, "index",
					   json_text(icd_store_path(verified->session->store)), "ok", ok && !damaged,
					   "error", ok ? json_null() : json_text(err->text), "files", verified->files));
	else if (out->format == FORMAT_TEXT && ok)
		fprintf(out->file, "%s: %s; %u files given back as they were, %u not, %u cannot be compared\n",
			icd_store_path(verified->session->store), damaged ? "damaged" : "whole",
			verified->counts[ICD_VERDICT_EQUAL], verified->counts[ICD_VERDICT_DIFFERENT],
			verified->counts[ICD_VERDICT_SKIPPED]);
}

int cmd_verify(struct session *session, int argc, char **argv)
{
	static const struct command_option options[] = {{0}};
	static const char *const names[] = {"release", "what", "verdict", "file", "why"};
	struct option_reader reader;
	struct verified verified = {.session = session};
	struct icd_error err;
	bool damaged;
	options_start(&reader, argc, argv, options);
	if (options_next(&reader) != -1)
		return STATUS_FAILED;
	if (reader.count)
		return command_usage("verify", "no argument was expected: %s", argv[1]);
	if (session->out.format == FORMAT_JSON)
		verified.files = json_array();
	if (session->out.format == FORMAT_TSV && session->out.header)
		output_row(&session->out, names, 5);
	bool ok = icd_verify(session->store, show, &verified, &damaged, &err);
	show_end(&verified, ok, damaged, &err);
	if (!ok)
		return command_fail("%s", err.text);
	return damaged ? STATUS_FAILED : STATUS_OK;
}
