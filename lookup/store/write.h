/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records and their seal, for who writes an index: the builder's door of lookup/store/. Readers use store.h. */
#ifndef ICD_STORE_WRITE_H
#define ICD_STORE_WRITE_H

#include "dated.h"
#include "phrases.h"
#include "record.h"
#include "seal.h"

#endif
