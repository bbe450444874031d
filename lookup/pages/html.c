/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html.h"

#include <string.h>
#include <utf8proc.h>

/* The entity for a character; NULL where it stands for itself. */
static const char *entity_of(utf8proc_int32_t c)
{
	bool control = (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
	bool no_character = (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
	return c == '&'                  ? "&amp;"
	       : c == '<'                ? "&lt;"
	       : c == '>'                ? "&gt;"
	       : c == '"'                ? "&quot;"
	       : control || no_character ? "\xef\xbf\xbd"
					 : NULL;
}

void html_bytes(FILE *file, const char *text, size_t length)
{
	while (length > 0) {
		utf8proc_int32_t c;
		utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &c);
		const char *entity = size > 0 ? entity_of(c) : "\xef\xbf\xbd";
		size_t taken = size > 0 ? (size_t)size : 1;
		if (entity)
			fputs(entity, file);
		else
			fwrite(text, 1, taken, file);
		text += taken;
		length -= taken;
	}
}

void html_text(FILE *file, const char *text)
{
	html_bytes(file, text, strlen(text));
}

void html_in(FILE *file, const char *open, const char *text, const char *close)
{
	fputs(open, file);
	html_text(file, text);
	fputs(close, file);
}

void html_head(FILE *file, const char *title, const char *style)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
	      file);
	html_in(file, "<title>", title, "</title>\n");
	fprintf(file, "<style>\n%s</style>\n</head>\n<body>\n", style);
	html_in(file, "<h1>", title, "</h1>\n");
}

void html_end(FILE *file)
{
	fputs("</body>\n</html>\n", file);
}
