/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings of a scan as SARIF 2.1.0, written as they come. For the scan command. */
#ifndef ICD_PRINT_SCAN_SARIF_H
#define ICD_PRINT_SCAN_SARIF_H

#include "scan/scan.h"

#include <stdio.h>

/* What stands before the findings, and behind them. */
void scan_sarif_start(FILE *file);
void scan_sarif_finding(FILE *file, const struct scan_finding *finding, bool first);
void scan_sarif_end(FILE *file);

#endif
