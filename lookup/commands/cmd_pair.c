/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "claim/pair.h"
#include "print/print.h"
#include "commands.h"

#include <string.h>

/* ---- text ---- */

/* Why nothing can be told of codes that were found: "M54.50", "M54.50 or M54.41", "" when it can. */
static const char *without_list(const struct icd_pair *pair, char out[2 * ICD_DOTTED_SIZE + 8])
{
	const struct icd_claim_code *const *codes = pair->codes;
	bool first = !codes[0]->own_notes, second = !codes[1]->own_notes;
	out[0] = '\0';
	if (pair->together == ICD_TOGETHER_UNKNOWN && codes[0]->known && codes[1]->known)
		snprintf(out, 2 * ICD_DOTTED_SIZE + 8, "%s%s%s", first ? codes[0]->shown : "",
			 first && second ? " or " : "", second ? codes[1]->shown : "");
	return out;
}

static void print_uncertain(const struct session *session, const struct icd_pair *pair)
{
	char on[ICD_DATE_SIZE];
	for (unsigned i = 0; i < 2; i++) {
		if (pair->codes[i]->validity.status == ICD_STATUS_UNCERTAIN)
			output_line(&session->out, 0, INK_WARN,
				    "It is uncertain whether %s was in the code set on %s: releases are missing there.",
				    pair->codes[i]->shown, icd_date_format(session->view.on, on));
	}
}

static void print_verdict(const struct output *out, const struct icd_pair *pair)
{
	char codes[2 * ICD_DOTTED_SIZE + 8];
	static const struct {
		enum ink ink;
		const char *words;
	} verdicts[] = {
		[ICD_TOGETHER_SAME] = {INK_WARN, "The same code: reported once for an encounter (guideline I.B.12)."},
		[ICD_TOGETHER_UNKNOWN] = {INK_BAD, "Cannot be compared: a code is not in the code set on this date."},
		[ICD_TOGETHER_NO] = {INK_WARN,
				     "Not together, unless the two conditions are unrelated (Excludes1, guideline "
				     "I.A.12.a). If that is not clear, ask the provider."},
		[ICD_TOGETHER_SEQUELA] = {INK_GOOD,
					  "Together: an Excludes1 note names the injury, but the 7th character S "
					  "marks it as past. The residual goes first, then its sequela code "
					  "(guideline I.B.10)."},
		[ICD_TOGETHER_PARTLY] = {INK_WARN, "Some of the codes below exclude each other (Excludes1, guideline "
						   "I.A.12.a); ask again with complete codes."},
		[ICD_TOGETHER_YES] = {INK_GOOD, "Both may be reported when the patient has both (Excludes2, guideline "
						"I.A.12.b)."},
		[ICD_TOGETHER_SILENT] = {INK_GOOD,
					 "No Excludes1 and no Excludes2 note in either direction. That says no more "
					 "than this: a condition that is part of the other is still not coded beside "
					 "it (guideline I.B.5)."},
	};
	if (*without_list(pair, codes)) {
		output_line(out, 0, INK_BAD, "Cannot tell: no tabular list held has %s, so its notes are not known.",
			    codes);
		return;
	}
	output_wrap(out, "", 0, 0, verdicts[pair->together].ink, verdicts[pair->together].words);
}

static void print_notes(const struct output *out, const struct icd_pair *pair)
{
	for (unsigned i = 0; i < pair->note_count; i++) {
		const struct icd_pair_note *note = &pair->notes[i];
		char text[4096];
		snprintf(text, sizeof text, "%s%s\"%s\" (%s %s, %s %s)", note->note.heading ? note->note.heading : "",
			 note->note.heading ? " " : "", note->note.text,
			 note->partly ? "speaks of some of" : "holds for", pair->codes[note->carrier]->shown,
			 note->partly ? "with" : "means", pair->codes[!note->carrier]->shown);
		output_item(out, 4, INK_PLAIN, text, "  %s at %s: ", note_kinds[note->note.kind].title, note->note.at);
	}
}

static icd_date list_date(const struct session *session, const struct icd_claim_code *code)
{
	return code->list < 0 ? 0 : session->view.about->lists.at[code->list].date;
}

static void print_looked_at(const struct session *session, const struct icd_pair *pair)
{
	const struct output *out = &session->out;
	fprintf(out->file, "%sLooked at%s, in both directions:\n", ink(out, INK_HEAD), ink_end(out));
	for (unsigned i = 0; i < 2; i++) {
		const struct icd_claim_code *code = pair->codes[i];
		char date[ICD_DATE_SIZE];
		char places[1024] = "";
		size_t used = 0;
		used += (size_t)snprintf(places, sizeof places, "%s", code->step ? code->shown : "");
		for (const struct icd_claim_place *at = code->place; at && used < sizeof places; at = at->above)
			used += (size_t)snprintf(places + used, sizeof places - used, "%s%s", used ? ", " : "",
						 at->label);
		if (code->list < 0)
			snprintf(places + strlen(places), sizeof places - strlen(places),
				 "; no tabular list has the code");
		else
			snprintf(places + strlen(places), sizeof places - strlen(places), "; tabular list of %s%s",
				 icd_date_format(list_date(session, code), date),
				 !code->own_notes ? ", which does not have the code"
				 : code->later    ? " (the nearest that has the code)"
						  : "");
		output_item(out, 4, INK_PLAIN, places, "  the notes at ");
	}
}

static void print_text(const struct session *session, const struct icd_pair *pair)
{
	const struct output *out = &session->out;
	for (unsigned i = 0; i < 2; i++)
		output_item(out, OUTPUT_UNDER, INK_PLAIN, pair->codes[i]->title, "%s%-8s%s  ", ink(out, INK_CODE),
			    pair->codes[i]->shown, ink_end(out));
	print_uncertain(session, pair);
	print_verdict(out, pair);
	print_notes(out, pair);
	for (unsigned i = 0; i < pair->finding_count; i++)
		finding_print_text(out, &pair->findings[i]);
	if (pair->codes[0]->known && pair->codes[1]->known && pair->together != ICD_TOGETHER_SAME)
		print_looked_at(session, pair);
}

/* ---- JSON, TSV ---- */

static const struct columns columns = {"notes", "codes=.codes+ together=.together kind at text", true};

static void tell_looked_at(struct printer *printer, const struct session *session, const struct icd_pair *pair)
{
	tell_list(printer, "looked_at");
	for (unsigned i = 0; i < 2; i++) {
		const struct icd_claim_code *code = pair->codes[i];
		tell_object(printer, NULL);
		tell_text(printer, "code", code->shown);
		tell_list(printer, "places");
		if (code->step)
			tell_text(printer, NULL, code->shown);
		for (const struct icd_claim_place *place = code->place; place; place = place->above)
			tell_text(printer, NULL, place->label);
		tell_end(printer);
		tell_date(printer, "list", list_date(session, code));
		tell_end(printer);
	}
	tell_end(printer);
}

static void tell_notes(struct printer *printer, const struct icd_pair *pair)
{
	tell_list(printer, "notes");
	for (unsigned i = 0; i < pair->note_count; i++) {
		const struct icd_pair_note *note = &pair->notes[i];
		tell_object(printer, NULL);
		tell_fields(printer, "kind:%s at:%s text:%s holds_for:%s means:%s partly:%hhd",
			    note_kinds[note->note.kind].name, note->note.at, note->note.text,
			    pair->codes[note->carrier]->shown, pair->codes[!note->carrier]->shown, note->partly);
		if (note->note.heading)
			tell_text(printer, "heading", note->note.heading);
		tell_end(printer);
	}
	tell_end(printer);
}

static void tell_pair(struct printer *printer, const struct session *session, const struct icd_pair *pair)
{
	bool excludes1 = pair->together == ICD_TOGETHER_NO || pair->together == ICD_TOGETHER_SEQUELA;
	const char *const codes[] = {pair->codes[0]->shown, pair->codes[1]->shown};
	tell_answer(printer);
	tell_texts(printer, "codes", codes, 2);
	tell_fields(printer, "on:%x together:%s excludes1:%hhd", session->view.on, icd_together_names[pair->together],
		    excludes1);
	tell_notes(printer, pair);
	tell_looked_at(printer, session, pair);
	tell_list(printer, "findings");
	/* Rows are the notes of the pair alone, not those behind findings. */
	for (unsigned i = 0; i < pair->finding_count && session->out.format == FORMAT_JSON; i++)
		tell_finding(printer, &pair->findings[i]);
	tell_end(printer);
	tell_date(printer, "release", icd_view_release(&session->view));
	tell_warning(printer, &session->view);
	tell_end(printer);
}

/* ---- the command ---- */

static int run(struct session *session, const char *first, const char *second)
{
	struct icd_claims *claims = NULL;
	struct icd_pool pool = {0};
	struct icd_pair pair;
	struct icd_error err;
	int status = STATUS_FAILED;
	if (!icd_claims_open(session->store, &claims, &err) ||
	    !icd_pair_make(claims, &pool, session->view.on, first, second, &pair, &err)) {
		command_fail("%s", err.text);
		goto end;
	}
	struct printer *printer = session_printer(session, &columns);
	if (printer)
		tell_pair(printer, session, &pair);
	else
		print_text(session, &pair);
	status = pair.note_count || pair.finding_count ? STATUS_OK : STATUS_NO;
	if (pair.together == ICD_TOGETHER_UNKNOWN)
		status = STATUS_NO;
end:
	icd_claims_close(claims);
	icd_pool_free(&pool);
	return status;
}

int cmd_pair(struct session *session, int argc, char **argv)
{
	int count = options_read(session, argc, argv, no_options, NULL, NULL);
	if (count < 0)
		return STATUS_FAILED;
	if (count != 2)
		return command_usage(session, "two codes were expected");
	session_warn_date(session);
	return run(session, argv[1], argv[2]);
}
