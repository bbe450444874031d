/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print.h"

#include <stdio.h>
#include <string.h>

const char *const index_print_names[ICD_INDEXES] = {"Alphabetic index", "External cause index",
						    "Table of drugs and chemicals", "Table of neoplasms"};

const char index_print_condition[] = ": look up the condition, the noun, not its site or an adjective";

enum { MET_DASH = 1, MET_HEADER = 2, MET_MANIFESTATION = 4, MET_WITH = 8, MET_SEE = 16, MET_CONDITION = 32 };

#define LINES_MOST       60 /* of all hits together, before levels are folded */
#define LINES_OF_ONE_HIT 12 /* of each, whatever there is */
#define CODES_MOST       50 /* below a header */
#define CHILDREN_MOST    12 /* beside a header */
#define COLUMN_FIRST     2  /* of a table: column 1 is the term */

#define LINE_SIZE 4096

/* ---- the book ---- */

void index_print_book(const struct index_printing *printing, const struct icd_index_book *book)
{
	const struct output *out = printing->out;
	char date[ICD_DATE_SIZE], on[ICD_DATE_SIZE];
	icd_date_format(book->date, date);
	icd_date_format(book->view->on, on);
	const char *held = book->later ? ", the nearest one held" : book->stale ? ", the newest one held" : "";
	output_line(out, 0, book->later ? INK_WARN : INK_DIM, "%s of %s%s; codes as of %s",
		    index_print_names[book->kind], date, held, on);
}

/* ---- codes ---- */

static bool holds(enum icd_status status, enum icd_state state, enum icd_status wanted)
{
	return status == wanted ||
	       (status == ICD_STATUS_UNCERTAIN && state == (wanted == ICD_STATUS_HEADER ? ICD_HEADER : ICD_BILLABLE));
}

static bool is_header(const struct icd_index_code *code)
{
	return code->is_code && holds(code->status, code->state, ICD_STATUS_HEADER);
}

static enum ink ink_of(const struct icd_index_code *code)
{
	if (!code->is_code || holds(code->status, code->state, ICD_STATUS_BILLABLE))
		return INK_CODE;
	return is_header(code) ? INK_WARN : INK_BAD;
}

/* A header that has no dash in the file is marked: that no more is needed must not be read out of it. */
static const char *mark_of(struct index_printing *printing, const struct icd_index_code *code)
{
	if (code->is_code && code->open)
		printing->met |= MET_DASH;
	else if (is_header(code))
		printing->met |= MET_HEADER;
	return is_header(code) && !code->open ? "+" : "";
}

/* Dotted codes between commas, `most` at most. */
static void list_codes(const struct icd_code_lines *codes, size_t most, char *text, size_t size)
{
	size_t length = strlen(text);
	char dotted[ICD_DOTTED_SIZE];
	for (uint32_t i = 0; i < codes->count && length + 16 < size; i++) {
		if (i == most) {
			snprintf(text + length, size - length, ", ...");
			return;
		}
		length += (size_t)snprintf(text + length, size - length, "%s%s", i ? ", " : "",
					   icd_code_format(codes->at[i].code, dotted));
	}
}

static const char no_such_code[] = "no release held has this code";

/* What a code that cannot be billed as it stands is on the date, and what there is instead. */
static bool explain_code(const struct index_printing *printing, struct icd_pool *pool,
			 const struct icd_index_code *code, unsigned indent, struct icd_error *err)
{
	struct icd_card card;
	char text[512] = "", dotted[ICD_DOTTED_SIZE], on[ICD_DATE_SIZE];
	if (!code->is_code || code->status == ICD_STATUS_BILLABLE)
		return true;
	if (!icd_card_judge(printing->view, pool, icd_code_format(code->code, dotted), &card, err))
		return false;
	const struct icd_code_lines *instead = is_header(code) ? &card.children : &card.replaced_by;
	icd_date_format(printing->view->on, on);
	if (code->status == ICD_STATUS_UNKNOWN)
		snprintf(text, sizeof text, "%s", no_such_code);
	else if (code->status == ICD_STATUS_HEADER)
		snprintf(text, sizeof text, "more characters are needed%s", instead->count ? ": " : "");
	else
		snprintf(text, sizeof text, "%s on %s%s", icd_status_names[code->status], on,
			 instead->count ? "; now: " : "");
	list_codes(instead, CHILDREN_MOST, text, sizeof text);
	output_item(printing->out, OUTPUT_UNDER, INK_DIM, text, "%*s%s%s%s ", (int)indent, "",
		    ink(printing->out, ink_of(code)), dotted, ink_end(printing->out));
	return true;
}

/* --below: the billable codes of a header. */
static bool print_below(const struct index_printing *printing, const struct icd_index_code *code, unsigned indent,
			struct icd_error *err)
{
	const struct output *out = printing->out;
	struct icd_pool pool = {0};
	struct icd_tree tree = {0};
	size_t shown = 0, count = 0;
	enum icd_found found = icd_tree_make(printing->view, &pool, code->code, &tree, err);
	for (size_t i = 0; found == ICD_FOUND && i < tree.count; i++) {
		char number[OUTPUT_NUMBER_SIZE];
		if (tree.at[i].status != ICD_STATUS_BILLABLE || (++count > CODES_MOST && !printing->all))
			continue;
		shown++;
		output_item(out, OUTPUT_UNDER, INK_PLAIN, tree.at[i].title, "%s%*s%s%-8s%s  ",
			    output_number(out, tree.at[i].label, number), (int)indent, "", ink(out, INK_CODE),
			    tree.at[i].label, ink_end(out));
	}
	if (count > shown)
		fprintf(out->file, "%*s%s... and %zu more: --all shows them%s\n", (int)indent, "", ink(out, INK_DIM),
			count - shown, ink_end(out));
	icd_pool_free(&pool);
	return found != ICD_FAILED;
}

/* ---- a term ---- */

/* What stands after a title: where it sends to. */
static void add_sees(struct index_printing *printing, const struct icd_index_term *term, char *text, size_t size)
{
	static const struct {
		enum icd_index_part part;
		const char *before, *after;
	} sees[] = {
		{ICD_PART_SEE, " - see ", ""},
		{ICD_PART_SEE_ALSO, " (see also ", ")"},
		{ICD_PART_SEE_CATEGORY, " - see category ", ""},
		{ICD_PART_SUBCATEGORY, " - see subcategory ", ""},
		{ICD_PART_WARNING, " - ", ""},
	};
	size_t length = strlen(text);
	for (size_t i = 0; i < sizeof sees / sizeof *sees && length < size; i++) {
		const char *target = term->parts[sees[i].part];
		if (!target)
			continue;
		target += strspn(target, " ");
		length +=
			(size_t)snprintf(text + length, size - length, "%s%s%s", sees[i].before, target, sees[i].after);
		bool see = sees[i].part == ICD_PART_SEE || sees[i].part == ICD_PART_SEE_ALSO;
		printing->met |= !see ? 0 : strcmp(target, "condition") == 0 ? MET_CONDITION : MET_SEE;
	}
}

/* Title, sees, and how many subterms are folded. */
static void term_text(struct index_printing *printing, const struct icd_index_node *node, uint32_t folded, char *text,
		      size_t size)
{
	snprintf(text, size, "%s", node->title);
	if (strcmp(node->name, "with") == 0 && node->level)
		printing->met |= MET_WITH;
	add_sees(printing, node->term, text, size);
	size_t length = strlen(text);
	if (folded && length < size)
		snprintf(text + length, size - length, "  ... %u below", (unsigned)folded);
}

/* The codes of one line. In the tables they are the cells. */
struct line_codes {
	struct icd_index_code at[ICD_INDEX_PARTS];
	unsigned count;
	bool manifestation; /* the last one is */
};

static bool read_line(const struct index_printing *printing, struct icd_pool *pool, const struct icd_index_book *book,
		      const struct icd_index_term *term, struct line_codes *line, struct icd_error *err)
{
	unsigned columns = book->head.column_count;
	*line = (struct line_codes){0};
	for (unsigned column = COLUMN_FIRST; column <= columns; column++) {
		const char *cell = term->parts[ICD_PART_CELL + column - COLUMN_FIRST];
		if (!icd_index_code_read(printing->view, pool, cell ? cell : "", &line->at[line->count++], err))
			return false;
	}
	static const enum icd_index_part parts[] = {ICD_PART_CODE, ICD_PART_MANIFESTATION};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *text = term->parts[parts[i]];
		if (!text)
			continue;
		if (!icd_index_code_read(printing->view, pool, text, &line->at[line->count++], err))
			return false;
		line->manifestation = parts[i] == ICD_PART_MANIFESTATION;
	}
	return true;
}

/* How many columns the codes of a line take. */
static unsigned line_columns(const struct line_codes *line)
{
	unsigned columns = 0;
	for (unsigned i = 0; i < line->count; i++) {
		const struct icd_index_code *code = &line->at[i];
		columns += text_columns(code->written) + (is_header(code) && !code->open);
		columns += (i > 0) + (line->manifestation && i + 1 == line->count ? 2 : 0);
	}
	return columns;
}

struct layout {
	unsigned codes;  /* columns of the codes */
	unsigned cell;   /* of a cell of a table, 0 where there are none */
	unsigned indent; /* of the line */
};

/* Codes, padded. */
static void put_codes(struct index_printing *printing, const struct line_codes *line, const struct layout *layout,
		      char *text, size_t size)
{
	unsigned columns = 0;
	size_t length = 0;
	for (unsigned i = 0; i < line->count && length < size; i++) {
		const struct icd_index_code *code = &line->at[i];
		bool manifestation = line->manifestation && i + 1 == line->count;
		char shown[256];
		snprintf(shown, sizeof shown, "%s%s%s%s%s", i ? " " : "", manifestation ? "[" : "", code->written,
			 mark_of(printing, code), manifestation ? "]" : "");
		unsigned own = text_columns(shown), wanted = layout->cell + (i > 0);
		unsigned pad = layout->cell && own < wanted ? wanted - own : 0;
		length += (size_t)snprintf(text + length, size - length, "%s%s%s%*s", ink(printing->out, ink_of(code)),
					   shown, ink_end(printing->out), (int)pad, "");
		columns += own + pad;
		printing->met |= manifestation && code->is_code ? MET_MANIFESTATION : 0;
	}
	unsigned pad = columns < layout->codes ? layout->codes - columns : 0;
	if (length < size)
		snprintf(text + length, size - length, "%*s", (int)pad, "");
}

static void print_line(struct index_printing *printing, const struct icd_index_node *node,
		       const struct line_codes *line, const struct layout *layout, uint32_t folded, enum ink wanted)
{
	char text[LINE_SIZE], codes[LINE_SIZE / 2], number[OUTPUT_NUMBER_SIZE];
	bool numbered = line->count && line->at[0].is_code && !layout->cell;
	put_codes(printing, line, layout, codes, sizeof codes);
	output_number(printing->out, numbered ? line->at[0].code : "", number);
	term_text(printing, node, folded, text, sizeof text);
	output_item(printing->out, OUTPUT_UNDER + 2, wanted, text, "%s%s%s%*s", number, codes,
		    layout->codes ? "  " : "", (int)layout->indent, "");
}

/* ---- a term found, with its subterms ---- */

/* The deepest level, below the hit, to which its subterms fit in so many lines; `least` at least. */
static unsigned depth_for(const struct icd_index_hit *hit, uint32_t lines, unsigned least)
{
	const struct icd_index_tree *tree = hit->tree;
	uint32_t count[ICD_INDEX_LEVELS] = {0};
	unsigned base = tree->at[hit->node].level, depth = 0;
	for (uint32_t i = hit->node; i <= tree->at[hit->node].last; i++)
		count[tree->at[i].level - base]++;
	uint32_t sum = count[0];
	while (base + depth + 1 < ICD_INDEX_LEVELS && sum + count[depth + 1] <= lines && count[depth + 1])
		sum += count[++depth];
	return depth > least ? depth : least;
}

struct hit_layout {
	unsigned depth; /* the deepest level printed, below the hit */
	struct layout layout;
};

/* The widths that the codes of all lines to print need. */
static bool measure(const struct index_printing *printing, struct icd_pool *pool, const struct icd_index_book *book,
		    const struct icd_index_hit *hit, struct hit_layout *layout, struct icd_error *err)
{
	const struct icd_index_tree *tree = hit->tree;
	unsigned base = tree->at[hit->node].level;
	for (uint32_t i = hit->node; i <= tree->at[hit->node].last; i++) {
		struct line_codes line;
		if (tree->at[i].level - base > layout->depth)
			continue;
		if (!read_line(printing, pool, book, tree->at[i].term, &line, err))
			return false;
		unsigned columns = line_columns(&line);
		if (columns > layout->layout.codes && columns <= 24)
			layout->layout.codes = columns;
		for (unsigned j = 0; book->head.column_count && j < line.count; j++) {
			unsigned cell = text_columns(line.at[j].written) + 1;
			if (cell > layout->layout.cell && cell <= 10)
				layout->layout.cell = cell;
		}
	}
	return true;
}

/* The terms above a hit, on a line. */
static void print_above(const struct index_printing *printing, const struct icd_index_hit *hit)
{
	const struct icd_index_tree *tree = hit->tree;
	uint32_t chain[ICD_INDEX_LEVELS];
	unsigned count = 0;
	char text[LINE_SIZE] = "";
	size_t length = 0;
	for (uint32_t i = hit->node; tree->at[i].parent != i;)
		chain[count++] = i = tree->at[i].parent;
	while (count-- && length < sizeof text)
		length += (size_t)snprintf(text + length, sizeof text - length, "%s > ", tree->at[chain[count]].name);
	if (*text)
		output_wrap(printing->out, "", 0, 2, INK_HEAD, text);
}

static bool same_parent(const struct icd_index_hit *a, const struct icd_index_hit *b)
{
	return a->tree == b->tree && a->tree->at[a->node].parent == b->tree->at[b->node].parent;
}

/* The cells of a term one below the other, by the names of their columns, with the codes' titles. */
static void print_cells(struct index_printing *printing, const struct icd_index_book *book,
			const struct line_codes *line, unsigned indent)
{
	const struct output *out = printing->out;
	unsigned width = 0;
	for (unsigned i = 0; i + 1 < book->head.column_count; i++) {
		unsigned columns = text_columns(book->head.columns[i + 1]);
		width = columns > width ? columns : width;
	}
	for (unsigned i = 0; i + 1 < book->head.column_count && i < line->count; i++) {
		const struct icd_index_code *code = &line->at[i];
		const char *name = book->head.columns[i + 1];
		const char *title = code->is_code && code->status == ICD_STATUS_UNKNOWN ? no_such_code : code->title;
		char shown[64], number[OUTPUT_NUMBER_SIZE];
		snprintf(shown, sizeof shown, "%.40s%s", code->written, mark_of(printing, code));
		output_number(out, code->is_code ? code->code : "", number);
		unsigned pad = width - text_columns(name), own = text_columns(shown);
		output_item(out, OUTPUT_UNDER, INK_DIM, title, "%s%*s%.200s%*s  %s%s%s%*s", number, (int)indent, "",
			    name, (int)pad, "", ink(out, ink_of(code)), shown, ink_end(out),
			    !*title ? 0 : (int)(own < 9 ? 11 - own : 2), "");
	}
}

/* The term found itself: with what its codes are on the date and what there is instead. */
static bool print_found(struct index_printing *printing, struct icd_pool *pool, const struct icd_index_book *book,
			const struct icd_index_hit *hit, const struct hit_layout *layout, bool cells,
			struct icd_error *err)
{
	const struct icd_index_node *node = &hit->tree->at[hit->node];
	uint32_t folded = layout->depth ? 0 : node->last - hit->node;
	struct line_codes line, none = {0};
	struct layout plain = {0};
	if (!read_line(printing, pool, book, node->term, &line, err))
		return false;
	print_line(printing, node, cells ? &none : &line, cells ? &plain : &layout->layout, folded, INK_MATCH);
	if (cells)
		print_cells(printing, book, &line, 2);
	for (unsigned i = 0; i < line.count && !book->head.column_count; i++) {
		if (printing->below && is_header(&line.at[i])
			    ? !print_below(printing, &line.at[i], layout->layout.codes + 2, err)
			    : !explain_code(printing, pool, &line.at[i], layout->layout.codes + 2, err))
			return false;
	}
	for (unsigned i = 0; i < line.count && book->head.column_count && printing->below; i++) {
		if (is_header(&line.at[i]) && !print_below(printing, &line.at[i], 4, err))
			return false;
	}
	return true;
}

static bool print_subterms(struct index_printing *printing, struct icd_pool *pool, const struct icd_index_book *book,
			   const struct icd_index_hit *hit, struct hit_layout *layout, struct icd_error *err)
{
	const struct icd_index_tree *tree = hit->tree;
	unsigned base = tree->at[hit->node].level;
	for (uint32_t i = hit->node + 1; i <= tree->at[hit->node].last; i++) {
		const struct icd_index_node *node = &tree->at[i];
		unsigned depth = node->level - base;
		struct line_codes line;
		if (depth > layout->depth)
			continue;
		if (!read_line(printing, pool, book, node->term, &line, err))
			return false;
		layout->layout.indent = 2 * depth;
		print_line(printing, node, &line, &layout->layout, depth == layout->depth ? node->last - i : 0,
			   INK_PLAIN);
		for (unsigned j = 0; printing->below && j < line.count; j++) {
			if (is_header(&line.at[j]) &&
			    !print_below(printing, &line.at[j], layout->layout.codes + 4 + 2 * depth, err))
				return false;
		}
	}
	layout->layout.indent = 0;
	return true;
}

static bool print_hit(struct index_printing *printing, const struct icd_index_book *book,
		      const struct icd_index_hit *hit, uint32_t others, bool nearest, bool cells, struct icd_error *err)
{
	struct icd_pool pool = {0};
	uint32_t share = LINES_MOST / (others + 1), lines = share > LINES_OF_ONE_HIT ? share : LINES_OF_ONE_HIT;
	struct hit_layout layout = {.depth = printing->all ? ICD_INDEX_LEVELS : depth_for(hit, lines, nearest)};
	bool ok = measure(printing, &pool, book, hit, &layout, err) &&
		  print_found(printing, &pool, book, hit, &layout, cells, err) &&
		  print_subterms(printing, &pool, book, hit, &layout, err);
	icd_pool_free(&pool);
	return ok;
}

/* The columns of a table, for rows that only have the codes. */
static void print_columns(const struct index_printing *printing, const struct icd_index_book *book)
{
	char text[LINE_SIZE] = "";
	size_t length = 0;
	for (unsigned i = 1; i < book->head.column_count && length < sizeof text; i++)
		length += (size_t)snprintf(text + length, sizeof text - length, "%s%s", i > 1 ? " | " : "",
					   book->head.columns[i]);
	output_wrap(printing->out, "Columns: ", 9, 9, INK_DIM, text);
}

bool index_print_hits(struct index_printing *printing, const struct icd_index_book *book,
		      const struct icd_index_hits *hits, struct icd_error *err)
{
	enum { CELLS_BY_NAME = 3, HITS_SHOWN = 15 };
	const struct output *out = printing->out;
	uint32_t shown = printing->all || hits->count < HITS_SHOWN ? hits->count : HITS_SHOWN;
	bool table = book->head.column_count > 0, cells = table && shown <= CELLS_BY_NAME;
	if (table && !cells)
		print_columns(printing, book);
	for (uint32_t i = 0; i < shown; i++) {
		if (i && (cells || hits->at[i].tree != hits->at[i - 1].tree))
			fputc('\n', out->file);
		if (i == 0 || !same_parent(&hits->at[i], &hits->at[i - 1]))
			print_above(printing, &hits->at[i]);
		bool nearest = i == 0 && (shown == 1 || hits->at[1].distance > hits->at[0].distance);
		if (!print_hit(printing, book, &hits->at[i], shown - 1, nearest, cells, err))
			return false;
	}
	if (hits->total > shown)
		fprintf(out->file, "%s... and %u more%s%s\n", ink(out, INK_DIM), hits->total - shown,
			hits->count > shown ? ": --all shows them" : "", ink_end(out));
	return true;
}

/* ---- JSON ---- */

void tell_index_path(struct printer *printer, const struct icd_index_tree *tree, uint32_t node)
{
	const char *names[ICD_INDEX_LEVELS];
	size_t first = ICD_INDEX_LEVELS;
	for (;; node = tree->at[node].parent) {
		names[--first] = tree->at[node].name;
		if (tree->at[node].parent == node)
			break;
	}
	tell_texts(printer, "path", names + first, ICD_INDEX_LEVELS - first);
}

/* ---- what the marks mean ---- */

void index_print_legend(const struct index_printing *printing)
{
	char on[ICD_DATE_SIZE], header[256], condition[128];
	const struct output *out = printing->out;
	snprintf(condition, sizeof condition, "see condition%s", index_print_condition);
	snprintf(header, sizeof header, "+: a header on %s though the index has no dash: more characters are needed",
		 icd_date_format(printing->view->on, on));
	const struct {
		unsigned met;
		const char *text;
	} legend[] = {
		{MET_DASH, "-: more characters are needed; --below lists the codes"},
		{MET_HEADER, header},
		{MET_MANIFESTATION, "[ ]: the manifestation: coded too, and always second [guideline I.A.13]"},
		{MET_WITH, "with: takes the two as linked unless the record says they are not [guideline I.A.15]"},
		{MET_CONDITION, condition},
		{MET_SEE, "see is to be followed, see also may be [guideline I.A.16]: --follow does"},
	};
	for (size_t i = 0; i < sizeof legend / sizeof *legend; i++) {
		if (printing->met & legend[i].met)
			output_wrap(out, "", 0, 5, INK_DIM, legend[i].text);
	}
}
