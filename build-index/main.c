/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * icd10-build-index: official ICD-10-CM release files into one index file.
 *
 * The rooms of this folder, in the order the data flows (each has its doors: the headers through which it is used):
 *
 *   common/        what every room uses: memory that is there or the program ends (need), texts kept once (intern),
 *                  files in memory (input) and what zips hold (unzip), the build report (report), files that
 *                  are left out (left_out)
 *   pdf/           what PDF documents say, read by poppler's programs beside the builder
 *   files/         folders, the inventory of the files in them with their checksums, and archives: files and zips that
 *                  are read when it is asked for
 *   find/          release files in folders and zips, and of which date each is (find; known: checksums of published
 *                  files; name_date, dates: what names say; evidence: what the content says against them; passed_over:
 *                  what is no file of a release, or looks like one; looks: what files were found to be, kept from build
 *                  to build)
 *   formats/       what files are written in: lines, XML (xml), comma-separated values (csv), workbooks (read_xlsx)
 *   read/          what a file is (recognise) and what it says (release.h), one reader a kind:
 *                  read_order, read_addenda (columns: their rows), read_conversion, read_poa, read_gem,
 *                  read_drug_csv; read_tabular and read_index on xml
 *   addenda/       addenda: documents that tell, line by line, what a release changes (addendum; words: with their places)
 *   guidelines/    the official guidelines: lines of the document (guide_lines), labels and their numbers (guide_labels),
 *                  sections (read_guidelines), the same sections in other editions (guide_match), codes that they
 *                  name (guide_codes)
 *   load/          the files of one date to one release (load; twins: two of one kind; parsed: what
 *                  is kept of a file)
 *   merge/         plausible: can the files of a release all be whole?; expand: the codes that a tabular list stands for;
 *                  code_set: which codes the release has, from whatever it came with,
 *                  and where its sources disagree (rows: one source by code; addenda_apply: addenda on an earlier
 *                  release); book: all releases in one tabular order (conversions: rows of conversion tables by code;
 *                  titles: what stands in for titles of an order file)
 *   rebuild/       tabular lists made from the list before and addenda: draft: a list that can be changed; tabular_grammar:
 *                  what a line is; tabular_apply: what it changes (placing: and what became of it); rebuild: release
 *                  after release; differences, corrections: the next published list decides
 *   reindex/       the same of the indexes and tables
 *   facts/         what was said release by release becomes dated facts: stretches of releases in which a value holds
 *   notes/         which codes a note names, by its words or by the place it stands at
 *   search_facts/  what searching reads: words, texts and the paths of the indexes
 *   write/         facts: the records of codes, sections and chapters; index_facts and its kin: those of the alphabetic
 *                  index and the tables; publish: the index file, written aside and put in its place
 *
 *   complete       options for the completion of shells
 *   build          the whole way; receipt: was an index made of the same files before?; refresh_report: what an index
 *                  brought since the one before; build_report: what is said of a build on a screen
 *
 * The index format itself is lookup/store/.
 */
#include "build.h"

#include "common/common.h"
#include "complete.h"
#include "formats/xml.h"
#include "receipt.h"
#include "sandbox/sandbox.h"
#include "shown/shown.h"
#include "user/user.h"

#include <errno.h>
#include <fts.h>
#include <getopt.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char usage[] =
	"usage: icd10-build-index [-o INDEX] [--effective DATE] [--keep-going] [--no-cache] [-q|-v] PATH...\n";

static const char help[] =
	"\n"
	"Makes an index of ICD-10-CM releases for icd10-lookup. A PATH is an official file (tabular list,\n"
	"order, codes or addenda file, index or table, conversion table, POA-exempt list), a zip of them\n"
	"as published, or a folder of either.\n"
	"\n"
	"  -o, --output INDEX    write INDEX (default: $ICD10_INDEX, else ~/.local/share/icd10/icd10cm.mdb)\n"
	"      --effective DATE  the release's effective date, where folder, checksum and name do not say\n"
	"      --keep-going      leave broken files out, name them, and end with status 1\n"
	"      --no-cache        use and keep nothing in ~/.cache/icd10: every document is read anew\n"
	"  -q, --quiet           say nothing but errors\n"
	"  -v, --verbose         name every file and difference that the report would only count\n"
	"  -h, --help            this help\n"
	"      --version         the version; with -v, what keeps the builder from other files\n";

struct arguments {
	struct build_options options;
	bool quiet, version;
};

static int usage_error(const char *what, const char *argument)
{
	fprintf(stderr, "icd10-build-index: %s%s%s\n%s", what, argument ? ": " : "", argument ? argument : "", usage);
	return 2;
}

static int print_version(bool verbose)
{
	char told[SANDBOX_TOLD_SIZE];
	printf("icd10-build-index %s\n", ICD_VERSION);
	if (verbose)
		printf("sandbox: %s\n", sandbox_describe(told));
	return 0;
}

/* -1: go on; else the exit status. */
static int read_option(int option, struct arguments *arguments)
{
	switch (option) {
	case 'o':
		arguments->options.output = optarg;
		return -1;
	case 'e':
		if (!icd_date_read(optarg, &arguments->options.effective))
			return usage_error("--effective: a date was expected, YYYY-MM-DD", optarg);
		return -1;
	case 'q':
		arguments->quiet = true;
		return -1;
	case 'v':
		arguments->options.verbose = true;
		return -1;
	case 'k':
		arguments->options.keep_going = true;
		return -1;
	case 'n':
		arguments->options.no_cache = true;
		return -1;
	case 'h':
		printf("%s%s", usage, help);
		return 0;
	case 'V':
		arguments->version = true;
		return -1;
	default:
		fputs(usage, stderr);
		return 2;
	}
}

static int read_arguments(int argc, char **argv, struct arguments *arguments)
{
	static const struct option options[] = {{"output", required_argument, NULL, 'o'},
						{"effective", required_argument, NULL, 'e'},
						{"quiet", no_argument, NULL, 'q'},
						{"verbose", no_argument, NULL, 'v'},
						{"keep-going", no_argument, NULL, 'k'},
						{"no-cache", no_argument, NULL, 'n'},
						{"help", no_argument, NULL, 'h'},
						{"version", no_argument, NULL, 'V'},
						{NULL, 0, NULL, 0}};
	int option, status = -1;
	while (status < 0 && (option = getopt_long(argc, argv, "o:qvh", options, NULL)) != -1)
		status = read_option(option, arguments);
	if (status < 0 && arguments->version)
		return print_version(arguments->options.verbose);
	if (status < 0 && optind == argc)
		status = usage_error("no PATH given", NULL);
	return status;
}

/* Written where nobody can see it fail is written badly: stdout is checked at the end. */
static int finish(int status)
{
	if (!shown_end()) {
		fprintf(stderr, "icd10-build-index: standard output: %s\n", strerror(errno));
		return 2;
	}
	return status;
}

/* How a command names the index, when look-ups do not find it by themselves. */
static const char *index_option(const char *output, const char *found, char option[ICD_LOCATION_SIZE + 8])
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+";
	const char *quote = output[strspn(output, plain)] ? "'" : "";
	if (strcmp(output, found) == 0)
		return "";
	snprintf(option, ICD_LOCATION_SIZE + 8, "-i %s%s%s ", quote, output, quote);
	return option;
}

/* One line, whatever the names of files in it have. */
static void say(const char *what, const char *text)
{
	fprintf(stderr, "icd10-build-index: %s", what);
	icd_text_show(stderr, text);
	fputc('\n', stderr);
}

/* Files that were left out are named where there is no report. */
static void name_left_out(const struct left_out *left_out)
{
	for (size_t i = 0; i < left_out->count; i++) {
		if (!left_out_repeats(left_out, i))
			say("left out: ", left_out->why[i]);
	}
}

static int nothing_to_do(const struct arguments *arguments, const struct receipt *receipt)
{
	if (!arguments->quiet)
		printf("%s: nothing to do: made of the same %zu files by this program already (-v makes it again)\n",
		       arguments->options.output, receipt->files);
	return 0;
}

/* Folders may hold links to files and folders that lie elsewhere: those are read too. Names that begin with a dot are
 * passed over, as they are when files are looked for. */
static void allow_links(struct sandbox *box, char *path)
{
	char *const paths[] = {path, NULL};
	FTS *walk = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, NULL);
	struct stat status;
	FTSENT *entry;
	while (walk && (entry = fts_read(walk)) != NULL) {
		if (entry->fts_level > FTS_ROOTLEVEL && entry->fts_name[0] == '.')
			fts_set(walk, entry, FTS_SKIP);
		else if (entry->fts_info != FTS_DP && lstat(entry->fts_path, &status) == 0 && S_ISLNK(status.st_mode))
			sandbox_allow(box, entry->fts_path, SANDBOX_READ);
	}
	if (walk)
		fts_close(walk);
}

/* From here on: the files given are read, the index and the user's folder of what is kept from build to build written, and poppler's programs
 * started, wherever the PATH has them. */
static void confine(const struct build_options *options, char **paths, size_t count)
{
	char folder[ICD_LOCATION_SIZE], file[ICD_LOCATION_SIZE + 8];
	struct icd_error ignored;
	struct sandbox box;
	sandbox_prepare(&box);
	for (size_t i = 0; i < count; i++) {
		sandbox_allow(&box, paths[i], SANDBOX_READ);
		allow_links(&box, paths[i]);
	}
	sandbox_allow_output(&box, options->output);
	/* Made now, so that no folder above it has to be written. */
	snprintf(file, sizeof file, "%.4000s/", icd_user_folder("XDG_CACHE_HOME", ".cache", folder));
	if (*folder && !options->no_cache && user_file_make_folder(file, &ignored))
		sandbox_allow(&box, file, SANDBOX_READ | SANDBOX_WRITE);
	sandbox_allow_programs(&box);
	/* Wherever it lies: what is kept of files and of an index is kept for this very program. */
	sandbox_allow(&box, "/proc/self/exe", SANDBOX_READ);
	sandbox_enter(&box, SANDBOX_PROGRAMS);
}

static int run(const struct arguments *arguments, char **paths, size_t count)
{
	struct build_told told = {0};
	confine(&arguments->options, paths, count);
	struct build_options options = arguments->options;
	struct inventory inventory;
	struct receipt receipt;
	receipt_take(&options, paths, count, &inventory, &receipt);
	if (options.no_cache)
		receipt = (struct receipt){.of = ""};
	if (!options.verbose && receipt_holds(&receipt, options.output)) {
		inventory_free(&inventory);
		return nothing_to_do(arguments, &receipt);
	}
	struct icd_error err;
	options.inventory = &inventory;
	bool ok = build_index(&options, paths, count, &told, &err);
	int status = !ok ? 2 : told.left_out.count ? 1 : 0;
	if (ok && !told.passing)
		receipt_keep(&receipt, arguments->options.output);
	if (ok && !arguments->quiet)
		report_print(&told.summary, stdout);
	if (ok && arguments->options.verbose)
		report_print(&told.details, stdout);
	if (arguments->options.keep_going && (!ok || arguments->quiet))
		name_left_out(&told.left_out);
	if (!ok)
		say("", err.text);
	build_told_free(&told);
	inventory_free(&inventory);
	return status;
}

/* Memory for whole files goes back to the system once they are read. Left alone, glibc would take it from the heap from
 * the second such file on, where smaller pieces come to lie behind it. */
static void give_back_large_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 4 << 20);
#endif
}

int main(int argc, char **argv)
{
	static char places[ICD_LOCATIONS][ICD_LOCATION_SIZE], option[ICD_LOCATION_SIZE + 8];
	struct arguments arguments = {0};
	give_back_large_memory();
	if (!shown_start())
		out_of_memory();
	if (argc > 1 && strcmp(argv[1], "__complete") == 0) {
		shown_exact(true);
		complete_from_help(help, argv + 2, argc - 2);
		return finish(0);
	}
	xml_start();
	int status = read_arguments(argc, argv, &arguments);
	if (status >= 0)
		return finish(status);
	icd_locations(places);
	if (!arguments.options.output)
		arguments.options.output = places[0];
	arguments.options.option = index_option(arguments.options.output, places[0], option);
	arguments.options.progress = !arguments.quiet && isatty(STDERR_FILENO);
	return finish(run(&arguments, argv + optind, (size_t)(argc - optind)));
}
