/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The records of the alphabetic index and the tables, and the markup of their titles: for the builder, which
 * writes them, and for who reads them whole. Answers come through index.h.
 */
#ifndef ICD_INDEX_RECORDS_H
#define ICD_INDEX_RECORDS_H

#include "index_record.h"
#include "index_text.h"
#include "manifestations.h"

#endif
