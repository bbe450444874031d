/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts as inline SVG, without script: shares as bars, and as lines over time. Colours and fonts are the page's
 * (classes a, b, c of a line; track, bar of a bar). For pages/ only. */
#ifndef ICD_PAGES_CHART_H
#define ICD_PAGES_CHART_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A share in percent as text: "62%", "1.8%", "<0.1%"; never 0% of some, nor 100% of not all. */
#define SHARE_SIZE 16
const char *share_text(uint64_t part, uint64_t all, char out[SHARE_SIZE]);

/* A bar for part of all, on a track that stands for all. Hidden from screen readers: the number stands beside it. */
void chart_bar(FILE *file, uint64_t part, uint64_t all, unsigned width, const char *kind);

/* A line so small that it fits in a row, from 0% to 100%, on a track that stands for all; likewise hidden. */
void chart_spark(FILE *file, const int64_t *places, const uint64_t *part, const uint64_t *all, size_t count);

/* Values of a line at points of time; where `all` is 0 there is none. */
struct chart_line {
	const char *name;  /* "unspecified" */
	const char *class; /* "a", "b", "c" */
	uint64_t *part, *all;
};
#define CHART_LINES 3
struct chart {
	const char *id;    /* of the page, for title and description */
	const char *title; /* what it shows, a sentence */
	const struct chart_line *lines;
	size_t line_count;     /* up to CHART_LINES */
	const int64_t *places; /* of the points, ascending */
	const char *const *names;
	size_t count;   /* at least 2 */
	int64_t breaks; /* points further apart than this are not connected; 0: all are */
	unsigned width, height;
};
/* Shares over time, on an axis that begins at 0%. */
void chart_lines(FILE *file, const struct chart *chart);

#endif
