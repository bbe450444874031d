/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "index_walk.h"

bool icd_index_walk_start(struct icd_index_walk *walk, const struct icd_view *view, enum icd_index_kind kind,
			  uint32_t block, struct icd_error *err)
{
	struct icd_key key = icd_index_block_key(kind, block);
	int member = icd_member_on(&view->about->index[kind], view->on);
	walk->begun = true;
	walk->kind = kind;
	walk->block = block;
	walk->member = (uint16_t)(member < 0 ? 0 : member);
	walk->next = 0;
	walk->started = walk->stands = false;
	walk->open_count = 0;
	if (icd_store_fetch(view->store, &key, &walk->in, err) == ICD_FAILED)
		return false;
	walk->count = icd_get_count(&walk->in);
	return !walk->in.failed || icd_store_bad_record(view->store, &key, &walk->in, err);
}

bool icd_index_walk_leads_to(const struct icd_index_walk *walk, const struct icd_index_pointer *pointer)
{
	return walk->begun && walk->kind == pointer->kind && walk->block == pointer->block &&
	       walk->next <= pointer->term + 1;
}

static void pass(struct icd_index_walk *walk)
{
	const unsigned char *at = walk->in.at;
	uint32_t number = walk->next++;
	uint8_t level;
	bool stands = icd_skip_index_term(&walk->in, walk->member, &level);
	walk->started |= stands && level == 0;
	walk->stands = stands && walk->started && !walk->in.failed;
	if (!walk->stands)
		return;
	while (walk->open_count > 0 && walk->open[walk->open_count - 1].level >= level)
		walk->open_count--;
	walk->open[walk->open_count++] = (struct icd_index_open){number, ICD_INDEX_NO_NODE, level, at};
}

bool icd_index_walk_to(struct icd_index_walk *walk, const struct icd_view *view, uint32_t term, bool *stands,
		       struct icd_error *err)
{
	struct icd_key key = icd_index_block_key(walk->kind, walk->block);
	while (walk->next <= term && walk->next < walk->count && !walk->in.failed)
		pass(walk);
	*stands = walk->stands && walk->next == term + 1;
	return !walk->in.failed || icd_store_bad_record(view->store, &key, &walk->in, err);
}

struct icd_index_term icd_index_walk_term(const struct icd_index_walk *walk, const struct icd_index_open *open)
{
	struct icd_index_term term;
	struct icd_reader in = walk->in;
	in.at = open->at;
	icd_get_index_term(&in, &term);
	return term;
}
