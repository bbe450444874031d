# SPDX-License-Identifier: GPL-3.0-or-later
# data/sources.tsv to the rows of a C table: effective date of each release, and whether a file of it was reached.

BEGIN { FS = "\t" }
/^#/ || !NF { next }
!(date($1) in reached) { dates[++count] = date($1); reached[date($1)] = 0 }
$4 != "" { reached[date($1)] = 1 }
END {
	for (i = 1; i <= count && !failed; i++)
		printf "{%d, %s},\n", dates[i], reached[dates[i]] ? "true" : "false"
}
