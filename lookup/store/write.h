/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records and their seal, for who writes an index: the builder's door of lookup/store/. Readers use store.h. */
#ifndef ICD_STORE_WRITE_H
#define ICD_STORE_WRITE_H

#include "dated.h"
#include "record.h"
#include "seal.h"

#endif
