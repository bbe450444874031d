/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What commands cost: CPU time, memory and page faults as the kernel counted them, beside each other. For the scripts of
 * this folder. usage: bench_measure [-n ROUNDS] COMMAND...
 *
 * A command is one argument. Each round runs every command once, so that what else the machine does meets all of them
 * alike. One with characters that only a shell knows is given to sh, which then counts, too; output goes to /dev/null
 * unless the command says else. For each command a line: the median of its CPU time and the least one in microseconds,
 * the most memory in KiB, the median of its page faults, and its exit status, parted by tabs.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORDS_MOST  64
#define ROUNDS_MOST 100000

struct runs {
	const char *command;
	long *cpu, *faults; /* of each round */
	long memory;        /* the most */
	int status;         /* the last */
};

static void fail(const char *what)
{
	fprintf(stderr, "bench_measure: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* In the child. */
static void run(const char *command)
{
	char *words[WORDS_MOST + 1], *copy = strdup(command);
	size_t count = 0;
	int null = open("/dev/null", O_RDWR);
	if (!copy || null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
		_exit(127);
	if (strpbrk(command, "|&;<>()$`\\\"'*?[#~=%\n")) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	for (char *word = strtok(copy, " "); word && count < WORDS_MOST; word = strtok(NULL, " "))
		words[count++] = word;
	words[count] = NULL;
	if (count)
		execvp(words[0], words);
	_exit(127);
}

static long microseconds(const struct timeval *time)
{
	return time->tv_sec * 1000000 + time->tv_usec;
}

static void measure(struct runs *runs, long round)
{
	struct rusage usage;
	int status;
	pid_t child = fork();
	if (child < 0)
		fail("fork");
	if (child == 0)
		run(runs->command);
	while (wait4(child, &status, 0, &usage) < 0) {
		if (errno != EINTR)
			fail("wait4");
	}
	runs->cpu[round] = microseconds(&usage.ru_utime) + microseconds(&usage.ru_stime);
	runs->faults[round] = usage.ru_minflt;
	runs->memory = usage.ru_maxrss > runs->memory ? usage.ru_maxrss : runs->memory;
	runs->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int by_number(const void *a, const void *b)
{
	const long *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void tell(struct runs *runs, long rounds)
{
	qsort(runs->cpu, (size_t)rounds, sizeof *runs->cpu, by_number);
	qsort(runs->faults, (size_t)rounds, sizeof *runs->faults, by_number);
	printf("%ld\t%ld\t%ld\t%ld\t%d\n", runs->cpu[rounds / 2], runs->cpu[0], runs->memory, runs->faults[rounds / 2],
	       runs->status);
}

int main(int argc, char **argv)
{
	long rounds = 3;
	int option;
	while ((option = getopt(argc, argv, "+n:")) != -1) {
		if (option != 'n' || (rounds = strtol(optarg, NULL, 10)) < 1 || rounds > ROUNDS_MOST) {
			fprintf(stderr, "usage: bench_measure [-n ROUNDS] COMMAND...\n");
			return 2;
		}
	}
	int count = argc - optind;
	struct runs *runs = calloc((size_t)count + 1, sizeof *runs);
	for (int i = 0; i < count; i++) {
		long *numbers = calloc((size_t)rounds * 2, sizeof *numbers);
		if (!runs || !numbers)
			fail("memory");
		runs[i] = (struct runs){.command = argv[optind + i], .cpu = numbers, .faults = numbers + rounds};
	}
	for (long round = 0; round < rounds; round++) {
		for (int i = 0; i < count; i++)
			measure(&runs[i], round);
	}
	for (int i = 0; i < count; i++) {
		tell(&runs[i], rounds);
		free(runs[i].cpu);
	}
	free(runs);
	return 0;
}
