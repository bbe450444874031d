/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The codes of the encounter in hand, in their order, kept in a file of the user's ($XDG_STATE_HOME/icd10/worklist) so
 * that they are there after a crash and in every shell. For the shell.
 *
 * Each change reads the file anew, then writes it whole, for the user alone.
 */
#ifndef ICD_USER_WORKLIST_H
#define ICD_USER_WORKLIST_H

#include "base/base.h"
#include "location.h"

#define ICD_WORKLIST_CODES_MAX 1000 /* what an encounter has room for; a file with more is none of ours */

struct icd_worklist { /* all 0: empty, and kept in memory alone */
	char path[ICD_LOCATION_SIZE];
	size_t count, room;
	char (*codes)[ICD_CODE_SIZE]; /* stored spelling; owned */
};

/* The user's list. Where there is no home it is kept in memory. False when the file cannot be read; then it is empty. */
bool icd_worklist_open(struct icd_worklist *list, struct icd_error *err);
/* Reads the file again: another shell may have changed it. */
bool icd_worklist_read(struct icd_worklist *list, struct icd_error *err);
/* Writes the file; of an empty list it takes it away. */
bool icd_worklist_write(const struct icd_worklist *list, struct icd_error *err);
void icd_worklist_close(struct icd_worklist *list);

/* Where the code stands, counted from 0; the count when it does not. */
size_t icd_worklist_find(const struct icd_worklist *list, const char *code);
bool icd_worklist_add(struct icd_worklist *list, const char *code, struct icd_error *err);
void icd_worklist_take(struct icd_worklist *list, size_t at);
/* Moves the code at a place to another one, the codes between by one. */
void icd_worklist_move(struct icd_worklist *list, size_t from, size_t to);

#endif
