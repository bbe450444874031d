/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include "memory/memory.h"

#include <ctype.h>
#include <string.h>

static const char *const levels[] = {[ICD_INFO] = "note", [ICD_WARNING] = "warning", [ICD_ERROR] = "error"};

/* What the findings are about is told there. */
#define INFORMATION "https://www.cdc.gov/nchs/icd/icd-10-cm/"
#define LOG_START                                                                                                      \
	"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{"             \
	"\"tool\":{\"driver\":{\"name\":\"icd10-lookup\",\"version\":\"" ICD_VERSION                                   \
	"\",\"semanticVersion\":\"" ICD_VERSION "\",\"informationUri\":\"" INFORMATION "\",\"rules\":["

static void tell_rule(struct printer *printer, const struct scan_rule_text *rule)
{
	char markdown[640];
	snprintf(markdown, sizeof markdown, "**%s** %s", rule->summary, rule->help);
	tell_object(printer, NULL);
	tell_text(printer, "id", rule->name);
	tell_item(printer, "shortDescription", "text:%s", rule->summary);
	tell_item(printer, "fullDescription", "text:%s", rule->help);
	tell_text(printer, "helpUri", INFORMATION);
	tell_item(printer, "help", "text:%s markdown:%s", rule->help, markdown);
	tell_item(printer, "defaultConfiguration", "level:%s", levels[rule->severity]);
	tell_end(printer);
}

void scan_sarif_start(struct scan_sarif *sarif)
{
	fputs(LOG_START, sarif->file);
	printer_start(sarif->printer, sarif->file, NULL);
	sarif->printer->after = "";
	for (int i = 0; i < SCAN_RULES; i++) {
		fputs(i ? ",\n" : "\n", sarif->file);
		tell_rule(sarif->printer, &scan_rules[i]);
	}
	fputs("\n]}},\"columnKind\":\"unicodeCodePoints\",\"results\":[", sarif->file);
}

/* The file as a URI reference: what is not allowed in one is percent-encoded. */
static void tell_artifact(struct printer *printer, const char *path)
{
	struct icd_buffer uri = {0};
	char encoded[4];
	while (path[0] == '.' && path[1] == '/') {
		path += 2;
		path += strspn(path, "/");
	}
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

/* What the finding is known again by where its line has moved, and whether it is new. */
static void tell_identity(const struct scan_sarif *sarif, const struct scan_finding *finding)
{
	struct printer *printer = sarif->printer;
	char print[128];
	if (finding->number) {
		snprintf(print, sizeof print, "%s %s %016llx", scan_rules[finding->rule].name, finding->code,
			 (unsigned long long)finding->line_hash);
		snprintf(print, sizeof print, "%016llx:%llu", (unsigned long long)icd_hash_text(print),
			 (unsigned long long)finding->number);
		tell_item(printer, "partialFingerprints", "primaryLocationLineHash:%s", print);
	}
	if (sarif->baseline)
		tell_text(printer, "baselineState", finding->state == SCAN_KNOWN ? "unchanged" : "new");
	tell_list(printer, "suppressions");
	if (finding->state == SCAN_IGNORED)
		tell_item(printer, NULL, "kind:%s", "inSource");
	tell_end(printer);
}

void scan_sarif_finding(struct scan_sarif *sarif, const struct scan_finding *finding)
{
	struct printer *printer = sarif->printer;
	bool right = finding->rule == SCAN_REFRESH_OK;
	fputs(sarif->count++ ? ",\n" : "\n", sarif->file);
	tell_object(printer, NULL);
	tell_fields(printer, "ruleId:%s ruleIndex:%lld kind:%s level:%s", scan_rules[finding->rule].name,
		    (long long)finding->rule, right ? "pass" : "fail", right ? "none" : levels[finding->severity]);
	tell_item(printer, "message", "text:%s", finding->message);
	tell_location(printer, finding);
	tell_identity(sarif, finding);
	if (finding->replacement)
		tell_fix(printer, finding);
	tell_end(printer);
}

void scan_sarif_notify(struct scan_sarif *sarif, const char *text)
{
	icd_put_bytes(&sarif->told_besides, text, strlen(text) + 1);
}

void scan_sarif_end(struct scan_sarif *sarif, bool whole, int status)
{
	struct printer *printer = sarif->printer;
	const char *at = (const char *)sarif->told_besides.data, *end = at ? at + sarif->told_besides.size : NULL;
	fputs("\n],\"invocations\":[", sarif->file);
	tell_object(printer, NULL);
	tell_bool(printer, "executionSuccessful", whole);
	tell_number(printer, "exitCode", status);
	tell_list(printer, "toolExecutionNotifications");
	for (; at < end; at += strlen(at) + 1) {
		tell_object(printer, NULL);
		tell_text(printer, "level", whole ? "warning" : "error");
		tell_item(printer, "message", "text:%s", at);
		tell_end(printer);
	}
	tell_end(printer);
	tell_end(printer);
	fputs("]}]}\n", sarif->file);
	printer->text.failed |= sarif->told_besides.failed;
	icd_buffer_free(&sarif->told_besides);
}
