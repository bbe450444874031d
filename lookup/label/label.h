/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words that stand beside a code as its label: are they about it? For the scanner. The door of lookup/label/.
 *
 * A label is right when it is a title that the code has or had in any release, long or short, in any order of words and
 * with the usual abbreviations, or part of one; the title of a header above it; one of its inclusion terms; or a path of
 * the index that leads to it. It contradicts the code when it is exactly the title of another code, which is then named;
 * or when it has the word that tells a neighbour from the code (the other side, another type, a later encounter) and
 * none of those that tell the code from the neighbour. All else is left alone: people write many things beside codes.
 */
#ifndef ICD_LABEL_LABEL_H
#define ICD_LABEL_LABEL_H

#include "view/view.h"

#include <stdbool.h>

struct icd_labels;

/* NULL when memory runs out. The store must stay open. */
struct icd_labels *icd_labels_new(struct icd_store *store);
void icd_labels_free(struct icd_labels *labels);

/* Does the label share so many words with the title of the code (stored spelling) that it must be its label? */
bool icd_label_fits(struct icd_labels *labels, const struct icd_view *view, const char *code, const char *label);

/* A label of the code is going to be judged: what is remembered of it is fetched from memory meanwhile. */
void icd_labels_expect(const struct icd_labels *labels, icd_packed code);

/* A sentence that says how the label contradicts the code; "" when it does not. Valid until the next call. All calls
 * are to have views of one day. */
const char *icd_label_judge(struct icd_labels *labels, const struct icd_view *view, const char *code,
			    const char *label);

/* Could something not be read for one of them? Then it said that nothing fits, nothing contradicts. */
bool icd_labels_failed(struct icd_labels *labels, struct icd_error *err);

#endif
