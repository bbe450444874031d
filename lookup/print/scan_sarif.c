/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan_sarif.h"

#include "output.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const levels[] = {[ICD_INFO] = "note", [ICD_WARNING] = "warning", [ICD_ERROR] = "error"};

static void dump(FILE *file, json_t *object)
{
	if (object)
		json_dumpf(object, file, JSON_COMPACT);
	json_decref(object);
}

static json_t *text_object(const char *text)
{
	return json_pack("{s:o}", "text", json_text(text));
}

void scan_sarif_start(FILE *file)
{
	fputs("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
	      "\"tool\":{\"driver\":{\"name\":\"icd10-lookup\",\"version\":\"" ICD_VERSION "\",\"rules\":[",
	      file);
	for (int i = 0; i < SCAN_RULES; i++) {
		fputs(i ? ",\n" : "\n", file);
		dump(file, json_pack("{s:s,s:o,s:{s:s}}", "id", scan_rules[i].name, "shortDescription",
				     text_object(scan_rules[i].summary), "defaultConfiguration", "level",
				     levels[scan_rules[i].severity]));
	}
	fputs("\n]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[", file);
}

/* A path as a URI reference: what is not allowed in one is percent-encoded. */
static json_t *uri(const char *path)
{
	char *out = malloc(strlen(path) * 3 + 8), *to = out;
	if (!out)
		return NULL;
	to += sprintf(to, "%s", path[0] == '/' ? "file://" : "");
	for (const unsigned char *c = (const unsigned char *)path; *c; c++) {
		if (isalnum(*c) || strchr("/-._~", *c))
			*to++ = (char)*c;
		else
			to += sprintf(to, "%%%02X", *c);
	}
	*to = '\0';
	json_t *json = json_string(out);
	free(out);
	return json;
}

static json_t *region(const struct scan_finding *finding)
{
	return json_pack("{s:I,s:I,s:I}", "startLine", (json_int_t)finding->line, "startColumn",
			 (json_int_t)finding->column, "endColumn", (json_int_t)finding->end_column);
}

static json_t *fix(const struct scan_finding *finding)
{
	char text[128];
	snprintf(text, sizeof text, "replace %s by %s", finding->written, finding->replacement);
	return json_pack("{s:o,s:[{s:{s:o},s:[{s:o,s:o}]}]}", "description", text_object(text), "artifactChanges",
			 "artifactLocation", "uri", uri(finding->file), "replacements", "deletedRegion",
			 region(finding), "insertedContent", text_object(finding->replacement));
}

void scan_sarif_finding(FILE *file, const struct scan_finding *finding, bool first)
{
	json_t *result = json_pack("{s:s,s:i,s:s,s:o,s:[{s:{s:{s:o},s:o}}]}", "ruleId", scan_rules[finding->rule].name,
				   "ruleIndex", (int)finding->rule, "level", levels[finding->severity], "message",
				   text_object(finding->message), "locations", "physicalLocation", "artifactLocation",
				   "uri", uri(finding->file), "region", region(finding));
	if (result && finding->replacement)
		json_object_set_new(result, "fixes", json_pack("[o]", fix(finding)));
	fputs(first ? "\n" : ",\n", file);
	dump(file, result);
}

void scan_sarif_end(FILE *file)
{
	fputs("\n]}]}\n", file);
}
