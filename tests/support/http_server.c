/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * http_server: a small HTTP server that misbehaves on demand, for tests/whole/test_fetch.sh only.
 *
 *     http_server [-t SECONDS] [-l LOG] FOLDER
 *
 * Serves the files of FOLDER to GET requests on 127.0.0.1, on a port the system picks and that
 * is printed as the only line of output. Ends by itself after SECONDS (60), so that a test that
 * died leaves nothing behind. One line for each request goes to LOG: "way/name first status",
 * `first` being the first byte asked for (0 without a Range).
 *
 * The first part of a path says how the file behind it is sent:
 *
 *     /plain/NAME     whole, or from the first byte of a Range on; 404 when there is none
 *     /norange/NAME   whole, whatever Range was asked for
 *     /cut/NAME       half of what was asked for, then the connection is closed
 *     /reset/NAME     the same, but the connection is reset
 *     /stall/NAME     the same, but the connection stays open and silent
 *     /slow/NAME      in four pieces, a twentieth of a second apart
 *     /trickle/NAME   two bytes a second
 *     /endless/NAME   no length is told, and it never ends
 *     /redirect/NAME  302 to /plain/NAME
 *     /local/NAME     302 to file:///etc/passwd
 *     /error/NAME     500
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct request {
	char way[16];
	char name[256];     /* decoded */
	char raw_name[768]; /* as it came */
	long long first;
	bool has_range;
};

struct answer {
	int peer;
	int file;
	long long first, end; /* the bytes of the file to send: [first, end) */
};

typedef void send_body(const struct answer *answer);

static unsigned seconds = 60;
static int log_file = -1;
static const char *folder;

static void pause_ms(long ms)
{
	nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000}, NULL);
}

static bool write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(fd, bytes, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		size -= (size_t)n;
	}
	return true;
}

static bool send_bytes(const struct answer *answer, long long first, long long end)
{
	char buffer[16384];

	while (first < end) {
		size_t want = sizeof(buffer);
		ssize_t n;

		if (end - first < (long long)want)
			want = (size_t)(end - first);
		n = pread(answer->file, buffer, want, first);
		if (n <= 0 || !write_all(answer->peer, buffer, (size_t)n))
			return false;
		first += n;
	}
	return true;
}

static void send_whole(const struct answer *answer)
{
	send_bytes(answer, answer->first, answer->end);
}

static void send_cut(const struct answer *answer)
{
	send_bytes(answer, answer->first, answer->first + (answer->end - answer->first) / 2);
}

static void send_reset(const struct answer *answer)
{
	struct linger at_once = {.l_onoff = 1, .l_linger = 0};

	send_cut(answer);
	pause_ms(100); /* a reset discards what the peer has not read yet */
	setsockopt(answer->peer, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

static void send_stall(const struct answer *answer)
{
	struct pollfd peer = {.fd = answer->peer, .events = POLLIN};

	send_cut(answer);
	poll(&peer, 1, -1); /* until the peer hangs up */
}

static void send_slow(const struct answer *answer)
{
	long long size = answer->end - answer->first;

	for (int i = 0; i < 4; i++) {
		send_bytes(answer, answer->first + size * i / 4, answer->first + size * (i + 1) / 4);
		pause_ms(50);
	}
}

static void send_trickle(const struct answer *answer)
{
	for (long long at = answer->first; send_bytes(answer, at, at + 2 < answer->end ? at + 2 : answer->end); at += 2)
		pause_ms(1000);
}

static void send_endless(const struct answer *answer)
{
	while (send_bytes(answer, answer->first, answer->end))
		;
}

static const struct way {
	const char *name;
	send_body *send; /* NULL: no file is looked at */
	int status;      /* with `send` NULL */
	bool ignores_range;
} ways[] = {
	{"plain", send_whole, 0, false},     {"norange", send_whole, 0, true},   {"cut", send_cut, 0, false},
	{"reset", send_reset, 0, false},     {"stall", send_stall, 0, false},    {"slow", send_slow, 0, false},
	{"redirect", NULL, 302, false},      {"error", NULL, 500, false},        {"local", NULL, 302, false},
	{"trickle", send_trickle, 0, false}, {"endless", send_endless, 0, true},
};

static const struct way *find_way(const char *name)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(ways[i].name, name) == 0)
			return &ways[i];
	return NULL;
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c == '\0' ? NULL : strchr(digits, c | 0x20);

	return at ? (int)(at - digits) : -1;
}

/* Decodes %XX; false for what is no plain file name. */
static bool decode(const char *raw, char *name, size_t room)
{
	size_t length = 0;

	for (; *raw; raw++) {
		int c = (unsigned char)*raw;

		if (c == '%') {
			int high = hex_digit(raw[1]);
			int low = high < 0 ? -1 : hex_digit(raw[2]);

			if (low < 0)
				return false;
			c = high * 16 + low;
			raw += 2;
		}
		if (c == '\0' || c == '/' || length + 1 >= room)
			return false;
		name[length++] = (char)c;
	}
	name[length] = '\0';
	return length > 0 && name[0] != '.';
}

/* Reads up to the empty line that ends a request's head. */
static bool read_head(int peer, char *head, size_t room)
{
	size_t length = 0;

	while (length + 1 < room) {
		ssize_t n = read(peer, head + length, room - length - 1);

		if (n <= 0)
			return false;
		length += (size_t)n;
		head[length] = '\0';
		if (strstr(head, "\r\n\r\n"))
			return true;
	}
	return false;
}

static bool parse_head(const char *head, struct request *request)
{
	const char *range = strcasestr(head, "\r\nRange: bytes=");

	*request = (struct request){0};
	if (sscanf(head, "GET /%15[^/ ]/%767[^ ?]", request->way, request->raw_name) != 2)
		return false;
	if (range) {
		request->first = strtoll(strchr(range, '=') + 1, NULL, 10);
		request->has_range = request->first >= 0;
	}
	return decode(request->raw_name, request->name, sizeof(request->name));
}

static void log_request(const struct request *request, int status)
{
	if (log_file >= 0)
		dprintf(log_file, "%s/%s %lld %d\n", request->way, request->name, request->first, status);
}

/* An answer without a file; `more` is further header lines, each with its line end. */
static void answer_status(int peer, const struct request *request, int status, const char *more)
{
	const char *body = "not the file you wanted\n";

	log_request(request, status);
	dprintf(peer, "HTTP/1.1 %d Test\r\nContent-Length: %zu\r\n%sConnection: close\r\n\r\n%s", status, strlen(body),
		more, body);
}

static void answer_file(int peer, const struct request *request, const struct way *way, int file, long long size)
{
	struct answer answer = {.peer = peer, .file = file, .first = 0, .end = size};
	char range[96] = "";

	if (request->has_range && !way->ignores_range) {
		answer.first = request->first;
		if (answer.first >= size) {
			snprintf(range, sizeof(range), "Content-Range: bytes */%lld\r\n", size);
			answer_status(peer, request, 416, range);
			return;
		}
		snprintf(range, sizeof(range), "Content-Range: bytes %lld-%lld/%lld\r\n", answer.first, size - 1, size);
	}
	log_request(request, range[0] ? 206 : 200);
	dprintf(peer, "HTTP/1.1 %s\r\n", range[0] ? "206 Partial Content" : "200 OK");
	if (way->send != send_endless)
		dprintf(peer, "Content-Length: %lld\r\n", answer.end - answer.first);
	dprintf(peer, "%sConnection: close\r\n\r\n", range);
	way->send(&answer);
}

static void answer_request(int peer, const struct request *request, const struct way *way)
{
	char path[4096], location[1024];
	struct stat st;
	int file;

	if (!way->send) {
		if (strcmp(way->name, "local") == 0)
			snprintf(location, sizeof(location), "Location: file:///etc/passwd\r\n");
		else
			snprintf(location, sizeof(location), "Location: /plain/%s\r\n", request->raw_name);
		answer_status(peer, request, way->status, way->status == 302 ? location : "");
		return;
	}
	snprintf(path, sizeof(path), "%s/%s", folder, request->name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 || fstat(file, &st) != 0 || !S_ISREG(st.st_mode))
		answer_status(peer, request, 404, "");
	else
		answer_file(peer, request, way, file, (long long)st.st_size);
	if (file >= 0)
		close(file);
}

static void serve(int peer)
{
	char head[8192];
	struct request request;
	const struct way *way;

	if (!read_head(peer, head, sizeof(head)))
		return;
	way = parse_head(head, &request) ? find_way(request.way) : NULL;
	if (way)
		answer_request(peer, &request, way);
	else
		answer_status(peer, &request, 400, "");
}

static int listen_somewhere(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) != 0 || listen(fd, 16) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &length) != 0) {
		perror("http_server");
		return -1;
	}
	printf("%d\n", ntohs(address.sin_port));
	return fflush(stdout) == 0 ? fd : -1;
}

/* One process for each connection, so that a stalled one holds up nobody. */
static void accept_forever(int listener)
{
	for (;;) {
		int peer = accept(listener, NULL, NULL);
		pid_t child;

		if (peer < 0)
			continue;
		child = fork();
		if (child == 0) {
			alarm(seconds);
			close(listener);
			serve(peer);
			close(peer);
			_exit(0);
		}
		close(peer);
	}
}

static bool parse_options(int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "t:l:")) != -1) {
		if (option == 't') {
			seconds = (unsigned)strtoul(optarg, NULL, 10);
		} else if (option == 'l') {
			log_file = open(optarg, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
			if (log_file < 0) {
				perror(optarg);
				return false;
			}
		} else {
			return false;
		}
	}
	return optind + 1 == argc && seconds > 0;
}

int main(int argc, char **argv)
{
	int listener;

	if (!parse_options(argc, argv)) {
		fputs("usage: http_server [-t SECONDS] [-l LOG] FOLDER\n", stderr);
		return 2;
	}
	folder = argv[optind];
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	alarm(seconds);
	listener = listen_somewhere();
	if (listener < 0)
		return 2;
	accept_forever(listener);
}
