/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers as text, JSON, TSV, SARIF and pages. The door of lookup/print/, beside output.h. */
#ifndef ICD_PRINT_PRINT_H
#define ICD_PRINT_PRINT_H

#include "card.h"
#include "check_summary.h"
#include "claim_print.h"
#include "event_print.h"
#include "html.h"
#include "index_print.h"
#include "scan_sarif.h"
#include "tally_print.h"

#endif
