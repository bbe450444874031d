/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Official files given back, and the proof that they are what was read. The door of lookup/official/. */
#ifndef ICD_OFFICIAL_OFFICIAL_H
#define ICD_OFFICIAL_OFFICIAL_H

#include "digest.h"
#include "export.h"
#include "index_export.h"
#include "index_xml.h"
#include "verify.h"

#endif
