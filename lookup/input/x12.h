/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Diagnoses out of X12 837 claim files, professional (837P) and institutional (837I), one
 * claim after the other in constant memory. For the commands.
 *
 * Of a claim the segments CLM, HI and DTP are read, and of the person it is for DMG; the separators are those that
 * ISA declares. Nothing else of the file is kept.
 */
#ifndef ICD_INPUT_X12_H
#define ICD_INPUT_X12_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define ICD_X12_CODES     128 /* more diagnoses than the segments of a claim can hold */
#define ICD_X12_CODE_SIZE 32
#define ICD_X12_ID_SIZE   64

struct icd_x12_claim {
	char id[ICD_X12_ID_SIZE]; /* CLM01 */
	/*
	 * The date that governs: for inpatients the last day of DTP*434, else the first DTP*472, else the
	 * last day of DTP*434; 0 when the claim has neither.
	 */
	icd_date on;
	unsigned count; /* ABK, then ABF and ABN as they stand */
	char codes[ICD_X12_CODES][ICD_X12_CODE_SIZE];
	unsigned validated_count; /* ABJ (admitting) and APR (reason for visit) */
	char validated[ICD_X12_CODES][ICD_X12_CODE_SIZE];
	char poa[ICD_X12_CODES]; /* of each code its POA indicator (Y, N, U, W, 1), 0 where none was sent */
	icd_date born, admitted; /* DMG02 of the patient, DTP*435; 0 when not there */
	char sex;                /* DMG03: F or M; 0 for all else */
	bool inpatient;          /* an institutional claim for an inpatient, by its type of bill */
	unsigned icd9;           /* codes with ICD-9-CM qualifiers (BK, BF, ...) */
	unsigned long segment;   /* of its CLM, counted from 1 */
};

struct icd_x12;

/* Does the text begin like an interchange? */
bool icd_x12_begins(const char *text, size_t length);
/* Like what stands within one, so that its ISA segment is missing? */
bool icd_x12_lacks_isa(const char *text, size_t length);

/*
 * `name` is for messages; the file stays the caller's, who may have read its beginning to see what
 * it is (`begun`, at most ICD_X12_BEGUN bytes).
 */
#define ICD_X12_BEGUN 4
bool icd_x12_open(FILE *file, const char *begun, size_t length, const char *name, struct icd_x12 **out,
		  struct icd_error *err);
void icd_x12_close(struct icd_x12 *x12);

/*
 * The next claim. *more is false after the last one. A file that breaks off or is no 837 is a failure, after the
 * claims that were whole before. Components of an HI element beyond the first code that are codes or qualifiers are
 * read as well, as some systems send them.
 */
bool icd_x12_next(struct icd_x12 *x12, struct icd_x12_claim *claim, bool *more, struct icd_error *err);

#endif
