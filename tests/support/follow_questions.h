/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Follows all answers to the questions that narrow headers down: every billable code below a header is to be reached by
 * exactly one way, and no answer leads nowhere. Tests only, with cmocka.
 */
#ifndef ICD_SUPPORT_FOLLOW_QUESTIONS_H
#define ICD_SUPPORT_FOLLOW_QUESTIONS_H

#include "narrowing/narrowing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct following {
	const struct icd_view *view;
	struct icd_pool pool;
	unsigned char *times; /* that each code was reached, by ordinal */
	unsigned most;        /* answers that lead to a code */
};

static inline void follow_code(struct following *f, const struct icd_candidates *left)
{
	struct icd_code_record record;
	struct icd_error err;
	assert_int_equal(left->count, 1);
	assert_int_equal(icd_store_code(f->view->store, &f->pool, left->at[0].code, &record, &err), ICD_FOUND);
	assert_int_equal(f->times[record.ordinal]++, 0);
}

/* Each answer has a number, leaves something, and reads unlike the others; what all leave is what there was. */
static inline void hold_question(const struct icd_candidates *left, const struct icd_question *question)
{
	uint32_t sum = 0;
	assert_true(question->count >= 2);
	for (uint32_t i = 0; i < question->count; i++) {
		const struct icd_choice *choice = &question->choices[i];
		char number[16];
		snprintf(number, sizeof number, "%u", i + 1);
		assert_int_equal(icd_question_choice(question, number), i);
		assert_true(choice->left.count > 0 && *choice->apart != '\0');
		sum += choice->left.count;
		for (uint32_t j = 0; j < i; j++)
			assert_false(strcmp(choice->apart, question->choices[j].apart) == 0 &&
				     choice->character == question->choices[j].character);
	}
	assert_int_equal(sum, left->count);
}

static inline void follow_answers(struct following *f, const struct icd_candidates *left, unsigned asked)
{
	struct icd_question question;
	struct icd_error err;
	assert_true(icd_question_next(f->view, &f->pool, left, &question, &err));
	f->most = asked > f->most ? asked : f->most;
	if (question.count == 0) {
		follow_code(f, left);
		return;
	}
	hold_question(left, &question);
	for (uint32_t i = 0; i < question.count; i++)
		follow_answers(f, &question.choices[i].left, asked + 1);
}

/* Whether the code at the ordinal is a header; then what is reached below it is what is billable below it. */
static inline bool follow_header(struct following *f, uint32_t ordinal)
{
	struct icd_candidates left;
	struct icd_code_record header, record;
	struct icd_error err;
	icd_pool_reset(&f->pool);
	assert_true(icd_view_code_at(f->view, &f->pool, ordinal, &header, &err));
	if (icd_view_status(f->view, &header.runs) != ICD_STATUS_HEADER)
		return false;
	memset(f->times, 0, f->view->about->code_count);
	assert_int_equal(icd_candidates_below(f->view, &f->pool, header.code, NULL, 0, &left, &err), ICD_FOUND);
	if (left.count)
		follow_answers(f, &left, 0);
	for (uint32_t i = header.ordinal; i <= header.last; i++) {
		assert_true(icd_view_code_at(f->view, &f->pool, i, &record, &err));
		assert_int_equal(f->times[i], icd_view_status(f->view, &record.runs) == ICD_STATUS_BILLABLE);
	}
	return true;
}

/* Follows all headers on the view's date, of which none may ask more questions than `most`. How many there were. */
static inline unsigned follow_all_headers(const struct icd_view *view, unsigned most)
{
	struct following f = {.view = view, .times = calloc(view->about->code_count, 1)};
	unsigned headers = 0;
	assert_non_null(f.times);
	for (uint32_t i = 0; i < view->about->code_count; i++)
		headers += follow_header(&f, i);
	assert_true(f.most <= most);
	icd_pool_free(&f.pool);
	free(f.times);
	return headers;
}

#endif
