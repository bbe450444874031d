/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The functions of the commands, in a cmd_*.c each. For the table in lookup/commands.c. */
#ifndef ICD_COMMANDS_COMMANDS_H
#define ICD_COMMANDS_COMMANDS_H

#include "cli/command.h"

int cmd_check(struct session *session, int argc, char **argv);
int cmd_changes(struct session *session, int argc, char **argv);
int cmd_bookmark(struct session *session, int argc, char **argv);
int cmd_bookmarks(struct session *session, int argc, char **argv);
int cmd_claim(struct session *session, int argc, char **argv);
int cmd_code(struct session *session, int argc, char **argv);
int cmd_compare(struct session *session, int argc, char **argv);
int cmd_export(struct session *session, int argc, char **argv);
int cmd_guide(struct session *session, int argc, char **argv);
int cmd_history(struct session *session, int argc, char **argv);
int cmd_icd9(struct session *session, int argc, char **argv);
int cmd_list(struct session *session, int argc, char **argv);
int cmd_narrow(struct session *session, int argc, char **argv);
int cmd_note(struct session *session, int argc, char **argv);
int cmd_pair(struct session *session, int argc, char **argv);
int cmd_index(struct session *session, int argc, char **argv);
int cmd_refs(struct session *session, int argc, char **argv);
int cmd_releases(struct session *session, int argc, char **argv);
int cmd_scan(struct session *session, int argc, char **argv);
int cmd_search(struct session *session, int argc, char **argv);
int cmd_tree(struct session *session, int argc, char **argv);
int cmd_verify(struct session *session, int argc, char **argv);

/* releases --newer. */
int releases_newer(struct session *session);

#endif
