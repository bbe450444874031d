/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "blocks.h"

#include "formats/xml.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define START "<sectionRef "
#define END   "</sectionRef>"
#define LIST  "<sectionIndex>"

struct block {
	char first[4], last[4], id[8];
	const char *title;
};

static bool read_category(const char **at, char out[4])
{
	size_t length = strspn(*at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	if (length != 3)
		return false;
	memcpy(out, *at, 3);
	out[3] = '\0';
	*at += 3;
	return true;
}

static bool read_block(const char *text, struct block *out)
{
	if (!read_category(&text, out->first))
		return false;
	memcpy(out->last, out->first, sizeof out->last);
	strcpy(out->id, out->first);
	if (*text == '-') {
		text++;
		if (!read_category(&text, out->last))
			return false;
		strcat(strcat(out->id, "-"), out->last);
	}
	out->title = text + strspn(text, " ");
	return *text == ' ' && *out->title;
}

/* Where in the XML the element with this id begins; its end when there is none. */
static const char *find_element(const char *xml, const char *id)
{
	char mark[16];
	strcat(strcat(strcpy(mark, "id=\""), id), "\"");
	for (const char *at = xml; (at = strstr(at, START)) != NULL; at++) {
		const char *found = strstr(at, mark), *tag = strchr(at, '>');
		if (found && tag && found < tag)
			return at;
	}
	return xml + strlen(xml);
}

/* The first element whose range begins later, or the end of the list. */
static const char *find_later(const char *xml, const char *first)
{
	for (const char *at = xml; (at = strstr(at, START)) != NULL; at++) {
		const char *other = strstr(at, "first=\"");
		if (other && strncmp(other + strlen("first=\""), first, 3) > 0)
			return at;
	}
	const char *end = strstr(xml, "</sectionIndex>");
	return end ? end : xml + strlen(xml);
}

static const char *escaped(struct icd_pool *pool, const char *text)
{
	struct icd_buffer out = {0};
	xml_escape(&out, text);
	if (out.failed)
		out_of_memory();
	const char *copy = need_text(pool, (const char *)out.data, out.size);
	icd_buffer_free(&out);
	return copy;
}

static size_t find_list(const struct draft_place *chapter)
{
	size_t i = 0;
	while (i < chapter->entry_count && (chapter->entries[i].kind != ICD_ENTRY_XML ||
					    strncmp(chapter->entries[i].text, LIST, strlen(LIST)) != 0))
		i++;
	return i;
}

/* The XML without the element of the block. */
static const char *without(struct icd_pool *pool, const char *xml, const char *element)
{
	const char *end = strstr(element, END);
	end = end ? end + strlen(END) : element + strlen(element);
	end += strspn(end, " \t\r\n");
	return need_print(pool, "%.*s%s", (int)(element - xml), xml, end);
}

bool blocks_change(struct draft *draft, struct draft_place *chapter, const char *from, const char *to)
{
	struct icd_pool pool = {0};
	struct block gone, come;
	size_t list = find_list(chapter);
	bool held = list < chapter->entry_count,
	     ok = (!from || read_block(from, &gone)) && (!to || read_block(to, &come));
	const char *xml = held ? chapter->entries[list].text : LIST "</sectionIndex>";
	if (ok && from) {
		const char *element = find_element(xml, gone.id);
		ok = *element != '\0';
		xml = ok ? without(&pool, xml, element) : xml;
	}
	if (ok && to && !*find_element(xml, come.id)) {
		const char *at = find_later(xml, come.first);
		xml = need_print(&pool, "%.*s" START "first=\"%s\" last=\"%s\" id=\"%s\">%s" END "%s", (int)(at - xml),
				 xml, come.first, come.last, come.id, escaped(&pool, come.title), at);
	}
	if (ok && held)
		draft_reword(draft, chapter, list, xml);
	else if (ok)
		draft_add(draft, chapter, &(struct entry){.kind = ICD_ENTRY_XML, .text = xml, .character = ""}, false,
			  NULL);
	icd_pool_free(&pool);
	return ok;
}
