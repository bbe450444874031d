/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dated events as text, JSON and rows. For the commands `history` and `changes`. */
#ifndef ICD_PRINT_EVENT_PRINT_H
#define ICD_PRINT_EVENT_PRINT_H

#include "history/history.h"
#include "output.h"

/* "2021-10-01  became a header: ..." in a line or several; events after `on` are marked (0: none is). */
void event_print_text(const struct output *out, const struct icd_event *event, icd_date on);

/* The object of the contract. */
json_t *event_json(const struct icd_event *event);

/* event, code, from, to; with `dated`: date and after behind them. */
void event_print_row(const struct output *out, const struct icd_event *event, bool dated);
void event_print_names(const struct output *out, bool dated);

/* "replaced by M54.50, M54.51 (conversion table)", cut at `size` - 1 bytes; "" when nothing is known. */
const char *event_others_text(const struct icd_event *event, char *out, size_t size);

/* What events of the kind stand under: "Codes added"; notes both under "Notes". */
const char *event_heading(enum icd_event_kind kind);

/* A kind of note for people: "Excludes1". */
const char *note_kind_title(enum icd_entry_kind kind);

#endif
