/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target without libFuzzer: once for each file it is given, or each file of the folders it is given. So
 * whatever was found stays found, with any compiler.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static unsigned replayed;

static void replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	size_t size = 0, room = 1 << 16, got;
	uint8_t *data = malloc(room);
	fuzz_expect(file != NULL, path);
	while (data && (got = fread(data + size, 1, room - size, file)) > 0) {
		if ((size += got) == room)
			data = realloc(data, room *= 2);
	}
	fclose(file);
	uint8_t *fitting = data ? realloc(data, size ? size : 1) : NULL; /* so that reading past it is seen */
	fuzz_expect(fitting != NULL, "out of memory");
	fprintf(stderr, "%s\n", path);
	LLVMFuzzerTestOneInput(fitting, size);
	free(fitting);
	replayed++;
}

static void replay_folder(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort);
	fuzz_expect(count >= 0, path);
	for (int i = 0; i < count; i++) {
		char inner[4096];
		snprintf(inner, sizeof inner, "%s/%s", path, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.')
			replay_file(inner);
		free(entries[i]);
	}
	free(entries);
}

int main(int argc, char **argv)
{
	char **paths = calloc((size_t)argc + 1, sizeof *paths);
	for (int i = 1; i < argc; i++) /* before the working folder is another */
		fuzz_expect((paths[i] = realpath(argv[i], NULL)) != NULL, argv[i]);
	for (int i = 1; i < argc; i++) {
		struct stat st;
		if (stat(paths[i], &st) == 0 && S_ISDIR(st.st_mode))
			replay_folder(paths[i]);
		else
			replay_file(paths[i]);
		free(paths[i]);
	}
	free(paths);
	printf("%u inputs\n", replayed);
	return replayed == 0;
}
