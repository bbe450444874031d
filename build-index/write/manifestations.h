/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The second codes of the alphabetic index, gathered into one record for the reader
 * (lookup/store/manifestations.h). Builder only.
 */
#ifndef ICD_BUILD_WRITE_MANIFESTATIONS_H
#define ICD_BUILD_WRITE_MANIFESTATIONS_H

#include "facts.h"

/* Adds the record; what stands in brackets and begins no code ("SCFE") is left out. The book is settled. */
void manifestations_make(const struct book *book, struct records *records);

#endif
