# SPDX-License-Identifier: GPL-3.0-or-later
# data/synonyms.tsv to C texts, a row each: a term and its expansions with tabs between.

BEGIN { FS = "\t" }
/^#/ || !NF { next }
NF < 2 || /^\t|\t\t|\t$/ { refuse("a term and its expansions were expected") }
{
	gsub(/["\\]/, "\\\\&")
	gsub(/\t/, "\\t")
	printf "\"%s\",\n", $0
}
