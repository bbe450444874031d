/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "export.h"

#include "icd9/records.h"

#include <string.h>

const enum icd_file_kind icd_gem_files[ICD_GEMS] = {ICD_FILE_GEM_FROM_9, ICD_FILE_GEM_FROM_10};
const char *const icd_gem_names[ICD_GEMS] = {"GEM from ICD-9", "GEM from ICD-10"};

struct gem_export {
	struct icd_writer out;
	enum icd_gem gem;
	uint16_t edition;
	const char *line_end;
	struct icd_pool pool; /* of the record in hand */
	bool bad;
};

static void put_row(struct gem_export *e, const char *source, const struct icd_gem_row *row)
{
	char text[ICD_GEM_ROW];
	int length = icd_gem_row_write(e->gem, source, row, text);
	icd_writer_put(&e->out, text, (size_t)length);
	icd_writer_text(&e->out, e->line_end);
}

static bool put_block(void *context, struct icd_bytes key, struct icd_bytes value)
{
	struct gem_export *e = context;
	struct icd_reader in = icd_reader_of(value.data, value.size);
	struct icd_gem_block block;
	(void)key;
	icd_pool_reset(&e->pool);
	e->bad = !icd_get_gem_block(&in, &e->pool, &block);
	for (uint32_t i = 0; !e->bad && i < block.count; i++) {
		const struct icd_gem_entry *entry = &block.at[i];
		for (uint32_t j = 0; j < entry->count; j++) {
			if (icd_span_has(entry->at[j].span, e->edition))
				put_row(e, entry->code, &entry->at[j]);
		}
	}
	return !e->bad;
}

bool icd_export_gem(struct icd_store *store, enum icd_gem gem, uint16_t edition, const struct icd_sink *sink,
		    struct icd_error *err)
{
	if (!icd_store_sources(store, err))
		return false;
	const struct icd_about *about = icd_store_about(store);
	const struct icd_release *release = &about->releases[about->gems[gem].at[edition].release];
	const struct icd_file *file = icd_release_file(release, icd_gem_files[gem]);
	struct gem_export e = {.out.sink = *sink,
			       .gem = gem,
			       .edition = edition,
			       .line_end = file && file->flags & ICD_FILE_LF ? "\n" : "\r\n"};
	struct icd_key low = icd_gem_key(gem, false, ""), high = icd_gem_key(gem, false, "\xff");
	bool ok = icd_store_scan(store, &low, &high, put_block, &e, err);
	if (ok && e.pool.failed)
		ok = icd_out_of_memory(err);
	else if (ok && e.bad)
		ok = icd_store_bad_record(store, &low, NULL, err);
	icd_writer_end(&e.out);
	icd_pool_free(&e.pool);
	return ok;
}
