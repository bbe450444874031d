/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts with their dates: of codes, and of whatever stays equal from release to release. The door of facts/ for who
 * makes records; records.h is the one to hand them on by. */
#ifndef ICD_BUILD_FACTS_DATED_H
#define ICD_BUILD_FACTS_DATED_H

#include "code_facts.h"
#include "spans.h"
#include "term_numbers.h"

#endif
