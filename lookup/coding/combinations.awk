# SPDX-License-Identifier: GPL-3.0-or-later
# data/claim_combinations.tsv to the rows of a C table. A row that is not as the file says it must be ends the make
# with a sentence.

function check_span(first, last)
{
	if (first !~ /^[A-Z][0-9A-Z]*$/ || last !~ /^([A-Z][0-9A-Z]*)?$/ || length(first) > 7 || length(last) > 7)
		refuse("starts of codes without their dot were expected, not \"" first "\" and \"" last "\"")
	if (last != "" && last < first)
		refuse("the span ends before it begins: " first " to " last)
}

BEGIN { FS = "\t" }
/^#/ || /^$/ { next }
NF != 9 { refuse("nine columns were expected, not " NF) }
{
	check_span($1, $2)
	check_span($3, $4)
	from = date($6)
	to = date($7)
}
$5 !~ /^[A-Z][0-9A-Z][0-9A-Z]([.]([0-9A-Z]+|-))?$/ { refuse("a code like I11.0 or I12.- was expected, not \"" $5 "\"") }
to && to < from { refuse("the rule ends before it begins: " $6 " to " $7) }
$8 !~ /^I+[.][A-Z]([.][0-9a-z]+)*$/ { refuse("a section of the guidelines like I.C.9.a was expected, not \"" $8 "\"") }
$9 == "" || $9 ~ /["\\]/ { refuse("words without quotation marks were expected, not \"" $9 "\"") }
{
	printf "{\"%s\", \"%s\", %s, %s, \"%s\", %d, %d, \"%s\", \"%s\"},\n", $1, $3, codes_of($1, $2), codes_of($3, $4), $5,
		from, to, $8, $9
	rows++
}
END {
	if (failed || !rows)
		exit 1
}
