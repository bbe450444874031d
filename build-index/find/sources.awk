# SPDX-License-Identifier: GPL-3.0-or-later
# data/sources.tsv or data/members.tsv to the rows of a C table: effective date and SHA-256 of each file that is known.

BEGIN { FS = "\t" }
/^#/ || !NF { next }
NF < 4 || $1 == "" { refuse("an effective date and three more columns were expected") }
{ printf "{%d, \"%s\"},\n", date($1), $4 }
