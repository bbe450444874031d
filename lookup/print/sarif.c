/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <ctype.h>
#include <string.h>

static const char *const levels[] = {[ICD_INFO] = "note", [ICD_WARNING] = "warning", [ICD_ERROR] = "error"};

void scan_sarif_start(struct printer *printer, FILE *file)
{
	fputs("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"
	      "\"tool\":{\"driver\":{\"name\":\"icd10-lookup\",\"version\":\"" ICD_VERSION "\",\"rules\":[",
	      file);
	printer_start(printer, file, NULL);
	printer->after = "";
	for (int i = 0; i < SCAN_RULES; i++) {
		fputs(i ? ",\n" : "\n", file);
		tell_object(printer, NULL);
		tell_text(printer, "id", scan_rules[i].name);
		tell_item(printer, "shortDescription", "text:%s", scan_rules[i].summary);
		tell_item(printer, "defaultConfiguration", "level:%s", levels[scan_rules[i].severity]);
		tell_end(printer);
	}
	fputs("\n]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[", file);
}

/* The file as a URI reference: what is not allowed in one is percent-encoded. */
static void tell_artifact(struct printer *printer, const char *path)
{
	struct icd_buffer uri = {0};
	char encoded[4];
	if (path[0] == '/')
		icd_put_bytes(&uri, "file://", 7);
	for (const unsigned char *c = (const unsigned char *)path; *c; c++) {
		bool plain = isalnum(*c) || strchr("/-._~", *c);
		snprintf(encoded, sizeof encoded, plain ? "%c" : "%%%02X", *c);
		icd_put_bytes(&uri, encoded, strlen(encoded));
	}
	tell_object(printer, "artifactLocation");
	tell_bytes(printer, "uri", (const char *)uri.data, uri.size);
	tell_end(printer);
	printer->text.failed |= uri.failed;
	icd_buffer_free(&uri);
}

static void tell_region(struct printer *printer, const char *name, const struct scan_finding *finding)
{
	tell_item(printer, name, "startLine:%lld startColumn:%lld endColumn:%lld", (long long)finding->line,
		  (long long)finding->column, (long long)finding->end_column);
}

static void tell_location(struct printer *printer, const struct scan_finding *finding)
{
	tell_list(printer, "locations");
	tell_object(printer, NULL);
	tell_object(printer, "physicalLocation");
	tell_artifact(printer, finding->file);
	tell_region(printer, "region", finding);
	tell_end(printer);
	tell_end(printer);
	tell_end(printer);
}

static void tell_fix(struct printer *printer, const struct scan_finding *finding)
{
	char text[128];
	snprintf(text, sizeof text, "replace %s by %s", finding->written, finding->replacement);
	tell_list(printer, "fixes");
	tell_object(printer, NULL);
	tell_item(printer, "description", "text:%s", text);
	tell_list(printer, "artifactChanges");
	tell_object(printer, NULL);
	tell_artifact(printer, finding->file);
	tell_list(printer, "replacements");
	tell_object(printer, NULL);
	tell_region(printer, "deletedRegion", finding);
	tell_item(printer, "insertedContent", "text:%s", finding->replacement);
	for (int open = 6; open > 0; open--)
		tell_end(printer);
}

void scan_sarif_finding(struct printer *printer, FILE *file, const struct scan_finding *finding, bool first)
{
	fputs(first ? "\n" : ",\n", file);
	tell_object(printer, NULL);
	tell_fields(printer, "ruleId:%s ruleIndex:%lld level:%s", scan_rules[finding->rule].name,
		    (long long)finding->rule, levels[finding->severity]);
	tell_item(printer, "message", "text:%s", finding->message);
	tell_location(printer, finding);
	if (finding->replacement)
		tell_fix(printer, finding);
	tell_end(printer);
}

void scan_sarif_end(FILE *file)
{
	fputs("\n]}]}\n", file);
}
