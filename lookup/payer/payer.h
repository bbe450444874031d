/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules of claims that are not of coding but of who is sent the claim: its form, and Medicare's edits. For claim.c. */
#ifndef ICD_PAYER_PAYER_H
#define ICD_PAYER_PAYER_H

#include "rules/claim_work.h"

claim_rules claim_check_sent; /* claim_sent.c: as it was sent */
claim_rules claim_check_mce;  /* claim_mce.c: Medicare's edits of inpatient claims */

#endif
