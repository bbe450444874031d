/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart.h"

#include "html.h"

#include <stdbool.h>
#include <string.h>

const char *share_text(uint64_t part, uint64_t all, char out[SHARE_SIZE])
{
	double percent = all ? 100.0 * (double)part / (double)all : 0;
	bool near_all = part < all && percent >= 99.5;
	if (all == 0)
		snprintf(out, SHARE_SIZE, "-");
	else if (part > 0 && percent < 0.05)
		snprintf(out, SHARE_SIZE, "<0.1%%");
	else if (near_all)
		snprintf(out, SHARE_SIZE, percent >= 99.95 ? ">99.9%%" : "%.1f%%", percent);
	else
		snprintf(out, SHARE_SIZE, part > 0 && percent < 9.95 ? "%.1f%%" : "%.0f%%", percent);
	return out;
}

void chart_bar(FILE *file, uint64_t part, uint64_t all, unsigned width, const char *kind)
{
	double length = all ? (double)width * (double)part / (double)all : 0;
	/* What is there at all can be seen. */
	if (part > 0 && length < 1)
		length = 1;
	fprintf(file,
		"<svg class=\"bar\" width=\"%u\" height=\"9\" viewBox=\"0 0 %u 9\" aria-hidden=\"true\" focusable=\"false\">"
		"<rect class=\"track\" width=\"%u\" height=\"9\"/><rect class=\"%s\" width=\"%.1f\" height=\"9\"/></svg>",
		width, width, width, kind, length);
}

#define SPARK_WIDTH  60
#define SPARK_HEIGHT 13

void chart_spark(FILE *file, const int64_t *places, const uint64_t *part, const uint64_t *all, size_t count)
{
	double span = count > 1 ? (double)(places[count - 1] - places[0]) : 1;
	bool drawn = false;
	fprintf(file,
		"<svg class=\"bar\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\" "
		"focusable=\"false\"><rect class=\"track\" width=\"%d\" height=\"%d\"/><path class=\"line a thin\" d=\"",
		SPARK_WIDTH, SPARK_HEIGHT, SPARK_WIDTH, SPARK_HEIGHT, SPARK_WIDTH, SPARK_HEIGHT);
	for (size_t i = 0; i < count; i++) {
		if (!all[i])
			continue;
		double x = 1 + (SPARK_WIDTH - 2) * (double)(places[i] - places[0]) / span;
		double y = 1 + (SPARK_HEIGHT - 2) * (1 - (double)part[i] / (double)all[i]);
		/* A point that stands alone is a dot. */
		fprintf(file, drawn ? "L%.1f %.1f" : "M%.1f %.1fh.01", x, y);
		drawn = true;
	}
	fputs("\"/></svg>", file);
}

/* ---- lines ---- */

#define LEFT       40 /* for the labels of the axis */
#define TOP        8
#define BOTTOM     20
#define LABEL      13  /* the height of one */
#define LETTER     7.0 /* the width of one, as wide as fonts have them */
#define GRID_LINE  20  /* that lines of the grid are apart at least */
#define POINTS_MAX 40  /* that have a dot each */

static double value(const struct chart_line *line, size_t i)
{
	return line->all[i] ? 100.0 * (double)line->part[i] / (double)line->all[i] : 0;
}

/* A round number of percent at or above all values, and the step between lines of a grid so high. */
static unsigned axis_end(const struct chart *chart, unsigned height, unsigned *step)
{
	static const unsigned steps[] = {1, 2, 5, 10, 20, 25, 50, 100};
	double most = 0;
	size_t at = 0;
	for (size_t l = 0; l < chart->line_count; l++) {
		for (size_t i = 0; i < chart->count; i++)
			most = value(&chart->lines[l], i) > most ? value(&chart->lines[l], i) : most;
	}
	while (at + 1 < sizeof steps / sizeof *steps && most / steps[at] * GRID_LINE > height)
		at++;
	*step = steps[at];
	unsigned lines = (unsigned)(most / *step);
	return (lines + (lines * *step < most || lines == 0)) * *step;
}

struct scale {
	double left, right, top, bottom, from, span;
	unsigned end; /* percent */
};

static double x_of(const struct scale *scale, int64_t place)
{
	return scale->left + (scale->right - scale->left) * ((double)place - scale->from) / scale->span;
}

static double y_of(const struct scale *scale, double percent)
{
	return scale->bottom - (scale->bottom - scale->top) * percent / scale->end;
}

static void put_grid(FILE *file, const struct scale *scale, unsigned step)
{
	for (unsigned percent = 0; percent <= scale->end; percent += step) {
		double y = y_of(scale, percent);
		fprintf(file,
			"<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>"
			"<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%u%%</text>\n",
			percent ? "grid" : "axis", scale->left, y, scale->right, y, scale->left - 5, y + 4, percent);
	}
}

/* Names of points, the last one always, and before it so many as there is room for. */
static void put_ticks(FILE *file, const struct chart *chart, const struct scale *scale)
{
	double room = LETTER * (double)(strlen(chart->names[0]) + 2), free = 2 * scale->right;
	for (size_t i = chart->count; i-- > 0;) {
		double x = x_of(scale, chart->places[i]);
		if (x + room / 2 > free)
			continue;
		fprintf(file, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">", x, scale->bottom + 14);
		html_text(file, chart->names[i]);
		fputs("</text>\n", file);
		free = x - room / 2;
	}
}

static void put_line(FILE *file, const struct chart *chart, const struct chart_line *line, const struct scale *scale)
{
	bool drawn = false;
	int64_t before = 0;
	fprintf(file, "<path class=\"line %s\" d=\"", line->class);
	for (size_t i = 0; i < chart->count; i++) {
		if (!line->all[i])
			continue;
		bool joined = drawn && (!chart->breaks || chart->places[i] - before <= chart->breaks);
		fprintf(file, "%s%.1f %.1f", joined ? "L" : "M", x_of(scale, chart->places[i]),
			y_of(scale, value(line, i)));
		drawn = true;
		before = chart->places[i];
	}
	fputs("\"/>\n", file);
	for (size_t i = 0; chart->count <= POINTS_MAX && i < chart->count; i++) {
		if (line->all[i])
			fprintf(file, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.2\"/>", line->class,
				x_of(scale, chart->places[i]), y_of(scale, value(line, i)));
	}
	fputc('\n', file);
}

/* The last point that the line has a value at; `count` when it has none. */
static size_t last_point(const struct chart *chart, const struct chart_line *line)
{
	for (size_t i = chart->count; i-- > 0;) {
		if (line->all[i])
			return i;
	}
	return chart->count;
}

/* Moves labels apart that would touch: each below the one above it, and all up where the last would leave the chart. */
static void spread(double *places, size_t count, double lowest)
{
	for (size_t pass = 0; pass < count; pass++) {
		for (size_t i = 0; i < count; i++) {
			for (size_t j = 0; j < count; j++) {
				bool below = places[j] > places[i] || (j > i && places[j] >= places[i]);
				if (i != j && below && places[j] - places[i] < LABEL)
					places[j] = places[i] + LABEL;
			}
		}
	}
	double most = 0;
	for (size_t i = 0; i < count; i++)
		most = places[i] > most ? places[i] : most;
	for (size_t i = 0; most > lowest && i < count; i++)
		places[i] -= most - lowest;
}

/* At the right end of each line its last value and its name. */
static void put_labels(FILE *file, const struct chart *chart, const struct scale *scale)
{
	double places[CHART_LINES];
	size_t shown[CHART_LINES], count = 0;
	char share[SHARE_SIZE];
	for (size_t l = 0; l < chart->line_count && l < CHART_LINES; l++) {
		size_t last = last_point(chart, &chart->lines[l]);
		if (last == chart->count)
			continue;
		shown[count] = l;
		places[count++] = y_of(scale, value(&chart->lines[l], last)) + 4;
	}
	spread(places, count, scale->bottom + 4);
	for (size_t i = 0; i < count; i++) {
		const struct chart_line *line = &chart->lines[shown[i]];
		size_t last = last_point(chart, line);
		fprintf(file, "<text class=\"label %s\" x=\"%.1f\" y=\"%.1f\">", line->class, scale->right + 6,
			places[i]);
		html_text(file, share_text(line->part[last], line->all[last], share));
		html_in(file, " ", line->name, "</text>\n");
	}
}

/* What the labels at the ends of the lines take. */
static double label_width(const struct chart *chart)
{
	size_t longest = 0;
	for (size_t l = 0; l < chart->line_count; l++) {
		size_t length = strlen(chart->lines[l].name);
		longest = length > longest ? length : longest;
	}
	return LETTER * (double)(longest + sizeof "100%") + 6;
}

static void describe(FILE *file, const struct chart *chart)
{
	char first[SHARE_SIZE], last[SHARE_SIZE];
	size_t end = chart->count - 1;
	for (size_t l = 0; l < chart->line_count; l++) {
		const struct chart_line *line = &chart->lines[l];
		html_text(file, line->name);
		fprintf(file, ": %s in ", share_text(line->part[0], line->all[0], first));
		html_text(file, chart->names[0]);
		fprintf(file, ", %s in ", share_text(line->part[end], line->all[end], last));
		html_text(file, chart->names[end]);
		fputs(l + 1 < chart->line_count ? "; " : ".", file);
	}
}

void chart_lines(FILE *file, const struct chart *chart)
{
	unsigned step, end = axis_end(chart, chart->height - TOP - BOTTOM, &step);
	struct scale scale = {.left = LEFT,
			      .right = chart->width - label_width(chart),
			      .top = TOP,
			      .bottom = chart->height - BOTTOM,
			      .from = (double)chart->places[0],
			      .span = (double)(chart->places[chart->count - 1] - chart->places[0]),
			      .end = end};
	fprintf(file,
		"<svg class=\"chart\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" role=\"img\" aria-labelledby=\"%s-t "
		"%s-d\">\n",
		chart->width, chart->height, chart->width, chart->height, chart->id, chart->id);
	fprintf(file, "<title id=\"%s-t\">", chart->id);
	html_text(file, chart->title);
	fprintf(file, "</title><desc id=\"%s-d\">", chart->id);
	describe(file, chart);
	fputs("</desc>\n", file);
	put_grid(file, &scale, step);
	put_ticks(file, chart, &scale);
	for (size_t l = chart->line_count; l-- > 0;)
		put_line(file, chart, &chart->lines[l], &scale);
	put_labels(file, chart, &scale);
	fputs("</svg>\n", file);
}
