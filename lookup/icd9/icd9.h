/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Codes of ICD-9-CM and what the general equivalence mappings make of them: the door of lookup/icd9/, beside records.h. */
#ifndef ICD_ICD9_ICD9_H
#define ICD_ICD9_ICD9_H

#include "icd9_code.h"

#endif
