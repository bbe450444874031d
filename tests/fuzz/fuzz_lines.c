/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of lines: order, codes, addenda, conversion table, POA list, code edits, mappings, table of drugs. All of their
 * readers. */
#include "fuzz.h"

#include "read/recognise.h"
#include "read/release.h"

#include <stdlib.h>

struct reading {
	const struct input *in;
	struct icd_pool pool;
	struct icd_error err;
};

static void done(struct reading *reading, bool ok)
{
	fuzz_expect(ok || reading->err.text[0], "what is refused is said why");
	icd_pool_reset(&reading->pool);
	reading->err.text[0] = '\0';
}

static void read_all(struct reading *r)
{
	struct code_table *codes;
	struct addenda *addenda;
	struct conversion_table *conversion;
	struct poa_list *poa;
	struct mce_list *mce;
	struct gem_table *gems;
	struct index_list *drugs;
	done(r, read_order(r->in, &r->pool, &codes, &r->err));
	done(r, read_codes(r->in, &r->pool, &codes, &r->err));
	done(r, read_addenda(r->in, &r->pool, &addenda, &r->err));
	done(r, read_conversion_csv(r->in, &r->pool, &conversion, &r->err));
	done(r, read_poa(r->in, &r->pool, &poa, &r->err));
	done(r, read_mce(r->in, &r->pool, &mce, &r->err));
	done(r, read_gem(r->in, ICD_GEM_FROM_9, &r->pool, &gems, &r->err));
	done(r, read_gem(r->in, ICD_GEM_FROM_10, &r->pool, &gems, &r->err));
	done(r, read_drug_csv(r->in, &r->pool, &drugs, &r->err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = fuzz_input(data, size);
	struct reading reading = {.in = &in};
	recognise(&in);
	recognise_document(in.data, in.size);
	gem_kind(&in);
	mce_effective(&in);
	read_all(&reading);
	icd_pool_free(&reading.pool);
	free((char *)in.data);
	return 0;
}
