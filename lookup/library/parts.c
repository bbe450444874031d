/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all answers need: results, structs that carry their size, codes for people, notes. */
#include "library.h"

#include <stdio.h>
#include <string.h>

/* ---- results ---- */

enum icd10_result library_failed(const struct icd_error *err, struct icd10_error *out)
{
	static const enum icd10_result results[] = {
		[ICD_FAULT_FILE] = ICD10_ERROR_FILE,
		[ICD_FAULT_FORMAT] = ICD10_ERROR_FORMAT,
		[ICD_FAULT_DAMAGED] = ICD10_ERROR_DAMAGED,
		[ICD_FAULT_MEMORY] = ICD10_ERROR_MEMORY,
	};
	if (out)
		snprintf(out->text, sizeof out->text, "%s", err->text);
	return results[err->fault];
}

enum icd10_result library_out_of_memory(struct icd10_error *out)
{
	struct icd_error err;
	icd_out_of_memory(&err);
	return library_failed(&err, out);
}

enum icd10_result library_refused(struct icd10_error *out, const char *sentence)
{
	if (out)
		snprintf(out->text, sizeof out->text, "%s", sentence);
	return ICD10_ERROR_ARGUMENT;
}

/* ---- structs that carry their size ---- */

bool library_fill(void *out, const void *ours, size_t our_size)
{
	size_t size;
	if (!out)
		return false;
	memcpy(&size, out, sizeof size);
	if (size < sizeof size)
		return false;
	size_t common = size < our_size ? size : our_size;
	memcpy((char *)out + sizeof size, (const char *)ours + sizeof size, common - sizeof size);
	memset((char *)out + common, 0, size - common);
	return true;
}

bool library_fill_item(void *out, const void *items, size_t count, size_t our_size, size_t i)
{
	return i < count && library_fill(out, (const char *)items + i * our_size, our_size);
}

bool library_read(const void *given, void *ours, size_t our_size)
{
	size_t size;
	memset(ours, 0, our_size);
	if (!given)
		return true;
	memcpy(&size, given, sizeof size);
	for (size_t i = our_size; i < size; i++) {
		if (((const char *)given)[i])
			return false;
	}
	if (size >= sizeof size)
		memcpy(ours, given, size < our_size ? size : our_size);
	return size >= sizeof size;
}

/* ---- codes ---- */

const char *library_code(const char *code, char *out, size_t size)
{
	char from[ICD_CODE_SIZE], to[ICD_CODE_SIZE], first[ICD_DOTTED_SIZE], last[ICD_DOTTED_SIZE];
	size_t length = strcspn(code, "-");
	bool range = code[length] == '-';
	snprintf(from, sizeof from, "%.*s", (int)(length < ICD_CODE_SIZE ? length : ICD_CODE_LENGTH), code);
	snprintf(to, sizeof to, "%.*s", ICD_CODE_LENGTH, range ? code + length + 1 : "");
	snprintf(out, size, "%s%s%s", icd_code_format(from, first), range ? "-" : "", icd_code_format(to, last));
	return out;
}

const char *const *library_codes(struct icd_pool *pool, const char *const *codes, size_t count)
{
	const char **texts = icd_pool_take(pool, count, sizeof *texts);
	for (size_t i = 0; texts && i < count; i++) {
		char text[2 * ICD10_CODE_SIZE];
		library_code(codes[i], text, sizeof text);
		texts[i] = icd_pool_text(pool, text, strlen(text));
	}
	return texts;
}

bool library_prefix(const char *typed, char out[ICD_CODE_SIZE])
{
	struct icd_typed_code code;
	size_t length = strlen(typed);
	if (icd_code_parse(typed, length, &code)) {
		memcpy(out, code.code, ICD_CODE_SIZE);
		return true;
	}
	if (length > ICD_CODE_LENGTH)
		return false;
	for (size_t i = 0; i <= length; i++)
		out[i] = icd_upper(typed[i]);
	return true;
}

struct icd10_note library_note(const struct icd_note *note)
{
	return (struct icd10_note){
		.kind = library_note_kind(note->kind),
		.at = note->at,
		.text = note->text,
		.heading = note->heading,
		.codes = note->codes,
		.code_count = note->code_count,
		.means = note->means,
		.mean_count = note->means_count,
	};
}
