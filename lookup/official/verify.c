/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify.h"

#include "guideline/guideline.h"
#include "export.h"
#include "index_export.h"
#include "verify_records.h"

#include <string.h>

struct verifying {
	struct icd_export *export;
	const struct icd_about *about;
	void (*tell)(void *context, const struct icd_verification *one);
	void *context;
	bool damaged;
	struct icd_error *err;
};

static void tell(struct verifying *v, struct icd_verification one)
{
	v->damaged |= one.verdict == ICD_VERDICT_DIFFERENT;
	v->tell(v->context, &one);
}

static bool judge(struct verifying *v, struct icd_verification one, const char *digest, const char *recorded)
{
	if (!*digest)
		return icd_out_of_memory(v->err);
	bool equal = strcmp(digest, recorded) == 0;
	one.verdict = equal ? ICD_VERDICT_EQUAL : ICD_VERDICT_DIFFERENT;
	one.why = equal ? "" : "the index does not give it back";
	tell(v, one);
	return true;
}

/* Why the index was never meant to give the file back; NULL where it was. */
static const char *reason_to_skip(const struct icd_file *file)
{
	if (file->flags & ICD_FILE_IRREGULAR)
		return "its rows are not laid out as published files are";
	if (file->flags & ICD_FILE_OVERRULED)
		return "another file of the release decides where their rows differ (icd10-build-index -v names them)";
	return NULL;
}

static bool skip(struct verifying *v, struct icd_verification one, const char *why)
{
	one.verdict = ICD_VERDICT_SKIPPED;
	one.why = why;
	tell(v, one);
	return true;
}

static bool verify_table(struct verifying *v, enum icd_file_kind kind, uint16_t set)
{
	const struct icd_release *release = &v->about->releases[v->about->sets.at[set].release];
	const struct icd_file *file = icd_release_file(release, kind);
	char digest[ICD_DIGEST_SIZE];
	struct icd_verification one = {.release = release->date,
				       .what = kind == ICD_FILE_ORDER ? "order file" : "codes file"};
	if (!file)
		return true;
	one.file = file->name;
	if (reason_to_skip(file))
		return skip(v, one, reason_to_skip(file));
	struct icd_digest sum = icd_digest_start();
	struct icd_sink sink = {icd_digest_put, &sum};
	bool ok = icd_export_table(v->export, kind, set, &sink, v->err);
	icd_digest_end(&sum, digest);
	return ok && judge(v, one, digest, file->sha256);
}

static bool verify_list(struct verifying *v, uint16_t list)
{
	const struct icd_release *release = &v->about->releases[v->about->lists.at[list].release];
	bool rebuilt = icd_list_rebuilt(v->about, list);
	bool undone = rebuilt && icd_list_base(v->about, list) > list;
	const struct icd_file *file =
		undone ? NULL : icd_release_file(release, rebuilt ? ICD_FILE_TABULAR_ADDENDA : ICD_FILE_TABULAR);
	char digest[ICD_DIGEST_SIZE];
	struct icd_verification one = {
		.release = release->date, .what = "tabular list", .file = file ? file->name : ""};
	if (!icd_export_digest(v->export, list, digest, v->err))
		return false;
	return judge(v, one, digest, release->tabular_digest);
}

static bool verify_index(struct verifying *v, struct icd_store *store, enum icd_index_kind kind, uint16_t member,
			 const char *digest)
{
	static const char *const names[] = {"alphabetic index", "external causes", "drugs", "neoplasms"};
	const struct icd_release *release = &v->about->releases[v->about->index[kind].at[member].release];
	const struct icd_index_files *files = &icd_index_files[kind];
	const struct icd_file *file = icd_release_file(
		release, icd_index_rebuilt(v->about, kind, member) ? files->addenda : files->published);
	struct icd_key key = icd_index_block_key(kind, 0);
	struct icd_verification one = {.release = release->date, .what = names[kind], .file = file ? file->name : ""};
	if (!*digest)
		return icd_store_bad_record(store, &key, NULL, v->err);
	return judge(v, one, digest, release->index_digest[kind]);
}

static bool verify_indexes(struct verifying *v, struct icd_store *store, enum icd_index_kind kind)
{
	uint16_t count = v->about->index[kind].count;
	struct icd_pool pool = {0};
	char(*digests)[ICD_DIGEST_SIZE] = icd_pool_take(&pool, count, sizeof *digests);
	bool ok = digests ? icd_index_digests(store, kind, 0, count, digests, v->err) : icd_out_of_memory(v->err);
	for (uint16_t i = 0; ok && i < count; i++)
		ok = verify_index(v, store, kind, i, digests[i]);
	icd_pool_free(&pool);
	return ok;
}

static bool verify_gem(struct verifying *v, struct icd_store *store, enum icd_gem gem, uint16_t edition)
{
	const struct icd_release *release = &v->about->releases[v->about->gems[gem].at[edition].release];
	const struct icd_file *file = icd_release_file(release, icd_gem_files[gem]);
	char text[ICD_DIGEST_SIZE];
	struct icd_verification one = {
		.release = release->date, .what = icd_gem_names[gem], .file = file ? file->name : ""};
	if (file && reason_to_skip(file))
		return skip(v, one, reason_to_skip(file));
	struct icd_digest digest = icd_digest_start();
	struct icd_sink sink = {icd_digest_put, &digest};
	bool ok = icd_export_gem(store, gem, edition, &sink, v->err);
	icd_digest_end(&digest, text);
	return ok && judge(v, one, text, file ? file->sha256 : "");
}

static bool verify_guidelines(struct verifying *v, struct icd_store *store, uint16_t edition)
{
	const struct icd_release *release = &v->about->releases[v->about->guidelines.at[edition].release];
	const struct icd_file *file = icd_release_file(release, ICD_FILE_GUIDELINES);
	char text[ICD_DIGEST_SIZE] = "";
	struct icd_pool pool = {0};
	struct icd_guidelines guidelines;
	struct icd_verification one = {.release = release->date, .what = "guidelines", .file = file ? file->name : ""};
	struct icd_digest digest = icd_digest_start();
	bool ok = icd_guidelines_read(store, &pool, edition, &guidelines, v->err);
	for (uint32_t i = 0; ok && i < guidelines.count; i++) {
		const struct icd_guideline *section = &guidelines.at[i];
		ok = icd_guideline_text(store, &pool, edition, section->number, &one.why, v->err);
		if (ok)
			icd_digest_guideline(&digest, section->number, section->title, one.why);
	}
	icd_digest_end(&digest, text);
	icd_pool_free(&pool);
	return ok && judge(v, one, text, release->guidelines_digest);
}

bool icd_verify(struct icd_store *store, void (*tell_one)(void *context, const struct icd_verification *one),
		void *context, bool *damaged, struct icd_error *err)
{
	struct verifying v = {.about = icd_store_about(store), .tell = tell_one, .context = context, .err = err};
	*damaged = true;
	if (!icd_store_check(store, err) || !icd_export_open(store, &v.export, err))
		return false;
	bool ok = icd_verify_records(store, v.export, err);
	for (uint16_t i = 0; ok && i < v.about->sets.count; i++)
		ok = verify_table(&v, ICD_FILE_ORDER, i) && verify_table(&v, ICD_FILE_CODES, i);
	for (uint16_t i = 0; ok && i < v.about->lists.count; i++)
		ok = verify_list(&v, i);
	for (int kind = 0; ok && kind < ICD_INDEXES; kind++)
		ok = verify_indexes(&v, store, (enum icd_index_kind)kind);
	for (int gem = 0; gem < ICD_GEMS; gem++) {
		for (uint16_t i = 0; ok && i < v.about->gems[gem].count; i++)
			ok = verify_gem(&v, store, (enum icd_gem)gem, i);
	}
	for (uint16_t i = 0; ok && i < v.about->guidelines.count; i++)
		ok = verify_guidelines(&v, store, i);
	icd_export_close(v.export);
	*damaged = !ok || v.damaged;
	return ok;
}
