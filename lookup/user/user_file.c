/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "user_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *user_file(enum user_folder folder, const char *name, char out[ICD_LOCATION_SIZE])
{
	static const struct {
		const char *variable, *fallback;
	} folders[] = {
		[USER_DATA] = {"XDG_DATA_HOME", ".local/share"},
		[USER_STATE] = {"XDG_STATE_HOME", ".local/state"},
	};
	char base[ICD_LOCATION_SIZE];
	out[0] = '\0';
	if (icd_user_folder(folders[folder].variable, folders[folder].fallback, base)[0])
		snprintf(out, ICD_LOCATION_SIZE, "%.4000s/%.64s", base, name);
	return out;
}

bool user_file_make_folder(const char *path, struct icd_error *err)
{
	char folder[ICD_LOCATION_SIZE];
	if (!path[0])
		return icd_fail(err, "there is no home folder: set HOME or XDG_DATA_HOME");
	snprintf(folder, sizeof folder, "%s", path);
	for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(folder, 0700) != 0 && errno != EEXIST)
			return icd_fail(err, "%s: %s", folder, strerror(errno));
		*slash = '/';
	}
	return true;
}

/* Can others put files there? */
static bool is_shared(const char *path)
{
	char folder[ICD_LOCATION_SIZE];
	struct stat st;
	snprintf(folder, sizeof folder, "%s", path);
	char *slash = strrchr(folder, '/');
	if (slash)
		slash[slash == folder] = '\0';
	return stat(slash ? folder : ".", &st) == 0 && (st.st_mode & 022 || (st.st_uid != geteuid() && st.st_uid != 0));
}

int user_file_open(const char *path, int flags)
{
	return open(path, flags | O_CLOEXEC | O_NOCTTY | (is_shared(path) ? O_NOFOLLOW : 0), 0600);
}
