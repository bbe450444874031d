/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "axes.h"

#include <string.h>

struct walk {
	const struct icd_view *view;
	struct icd_pool *pool;
	struct icd_axes *axes;
	struct icd_error *err;
};

/* Questions of the same thing at the same place are one: whatever was answered before. */
static struct icd_axis_question *question_for(struct walk *w, const struct icd_question *question)
{
	struct icd_axes *axes = w->axes;
	for (uint32_t i = 0; i < axes->count; i++) {
		if (axes->at[i].axis == question->axis && strcmp(axes->at[i].at, question->at) == 0)
			return &axes->at[i];
	}
	if (!icd_pool_room(w->pool, &axes->at, axes->count, &axes->capacity, sizeof *axes->at))
		return NULL;
	axes->at[axes->count] = (struct icd_axis_question){.axis = question->axis, .at = question->at};
	return &axes->at[axes->count++];
}

/* A value of several codes, one for each side, stands at what they begin with. */
static void share_place(struct walk *w, struct icd_axis_value *value, const struct icd_choice *choice)
{
	size_t length = 0;
	while (value->at && value->at[length] && value->at[length] == choice->at[length])
		length++;
	if (value->at && value->at[length])
		value->at = icd_pool_text(w->pool, value->at, length);
}

static struct icd_axis_value *value_for(struct walk *w, struct icd_axis_question *asked,
					const struct icd_choice *choice)
{
	for (uint32_t i = 0; i < asked->count; i++) {
		if (asked->values[i].character == choice->character &&
		    strcmp(asked->values[i].label, choice->label) == 0) {
			share_place(w, &asked->values[i], choice);
			return &asked->values[i];
		}
	}
	if (!icd_pool_room(w->pool, &asked->values, asked->count, &asked->capacity, sizeof *asked->values))
		return NULL;
	asked->values[asked->count] = (struct icd_axis_value){
		.label = choice->label, .apart = choice->apart, .at = choice->at, .character = choice->character};
	return &asked->values[asked->count++];
}

static bool add_codes(struct walk *w, struct icd_axis_value *value, const struct icd_candidates *left)
{
	const char **codes = icd_pool_take(w->pool, (size_t)value->count + left->count, sizeof *codes);
	if (!codes)
		return false;
	if (value->count)
		memcpy(codes, value->codes, value->count * sizeof *codes);
	for (uint32_t i = 0; i < left->count; i++)
		codes[value->count + i] = left->at[i].code;
	value->codes = codes;
	value->count += left->count;
	return true;
}

static bool walk(struct walk *w, const struct icd_question *question, uint32_t asked);

static bool walk_left(struct walk *w, const struct icd_candidates *left, uint32_t asked)
{
	struct icd_question question;
	if (!icd_question_next(w->view, w->pool, left, &question, w->err))
		return false;
	if (question.count > 0)
		return walk(w, &question, asked);
	w->axes->codes += left->count;
	w->axes->answers += asked * left->count;
	w->axes->most = asked > w->axes->most ? asked : w->axes->most;
	return true;
}

static bool walk(struct walk *w, const struct icd_question *question, uint32_t asked)
{
	struct icd_axis_question *axis = question_for(w, question);
	for (uint32_t i = 0; axis && i < question->count; i++) {
		struct icd_axis_value *value = value_for(w, axis, &question->choices[i]);
		if (!value || !add_codes(w, value, &question->choices[i].left))
			return icd_out_of_memory(w->err);
	}
	for (uint32_t i = 0; axis && i < question->count; i++) {
		if (!walk_left(w, &question->choices[i].left, asked + 1))
			return false;
	}
	return axis || icd_out_of_memory(w->err);
}

bool icd_axes_make(const struct icd_view *view, struct icd_pool *pool, const struct icd_question *first,
		   struct icd_axes *axes, struct icd_error *err)
{
	struct walk w = {view, pool, axes, err};
	*axes = (struct icd_axes){0};
	return first->count == 0 || walk(&w, first, 0);
}
