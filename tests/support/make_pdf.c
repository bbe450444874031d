/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makes a PDF of a plain text: each character column is 4.75 points wide, each line 12 points high, a form feed begins
 * a page.
 *
 *	make_pdf OUT <TEXT             the document
 *	make_pdf -e OUT <TEXT          with a password nobody knows
 */
#include "made_pdf.h"

#include <string.h>

int main(int argc, char **argv)
{
	struct made_pdf pdf;
	char line[1024];
	int y = 40;
	bool encrypted = argc == 3 && strcmp(argv[1], "-e") == 0;
	if (argc != 2 + encrypted)
		return 2;
	made_pdf_start(&pdf);
	while (fgets(line, sizeof line, stdin)) {
		char *at = line;
		line[strcspn(line, "\r\n")] = '\0';
		if (*at == '\f') {
			made_pdf_end_page(&pdf);
			y = 40;
			at++;
		}
		/* Each stretch between two blanks stands at its own place. */
		for (char *start = at; *start;) {
			start += strspn(start, " ");
			char *end = strstr(start, "  ");
			size_t length = end ? (size_t)(end - start) : strlen(start);
			char text[1024];
			snprintf(text, sizeof text, "%.*s", (int)length, start);
			if (length)
				made_pdf_text(&pdf, 36 + (int)((start - at) * 19 / 4), y, text);
			start += length;
		}
		y += 12;
	}
	made_pdf_end(&pdf, encrypted);
	FILE *out = fopen(argv[argc - 1], "wb");
	bool ok = out && fwrite(pdf.data, 1, pdf.size, out) == pdf.size;
	ok = out && fclose(out) == 0 && ok;
	free(pdf.data);
	return ok ? 0 : 2;
}
