# SPDX-License-Identifier: GPL-3.0-or-later
# data/claim_spans.tsv to the rows of a C table. The names of the kinds are those of the enum in spans.h, which is
# read first. A row that is not as the file says it must be ends the make with a sentence.

BEGIN { FS = "\t" }
FNR == NR {
	if (match($0, /^\tSPAN_[A-Z_]+,/))
		kinds[tolower(substr($0, 7, RLENGTH - 7))] = 1
	next
}
/^#/ || /^$/ { next }
NF != 7 && NF != 8 { refuse("seven or eight columns were expected, not " NF) }
!($1 in kinds) { refuse("no rule goes by \"" $1 "\"") }
$2 !~ /^[A-Z][0-9A-Z]*$/ || length($2) > 7 { refuse("the start of a code without its dot was expected, not \"" $2 "\"") }
$3 != "" && ($3 !~ /^[A-Z][0-9A-Z]*$/ || length($3) > 7) {
	refuse("the start of a code without its dot or nothing was expected, not \"" $3 "\"")
}
$3 != "" && $3 < $2 { refuse("the span ends before it begins: " $2 " to " $3) }
{
	from = date($4)
	to = date($5)
}
to && to < from { refuse("the rule ends before it begins: " $4 " to " $5) }
$6 != "" && $6 != "except" { refuse("\"except\" or nothing was expected, not \"" $6 "\"") }
$7 !~ /^I+[.][A-Z]([.][0-9a-z]+)*$/ { refuse("a section of the guidelines like I.C.21.c.15 was expected, not \"" $7 "\"") }
$8 ~ /["\\]/ { refuse("words without quotation marks were expected, not \"" $8 "\"") }
$8 == "" && ($1 == "secondary_only" || $1 == "external_cause") { refuse("what such a code tells was expected in the eighth column") }
{
	printf "{SPAN_%s, %s, %d, %d, %s, \"%s\", \"%s\"},\n", toupper($1), codes_of($2, $3), from, to,
		$6 == "except" ? "true" : "false", $7, $8
	rows++
}
END {
	if (failed || !rows)
		exit 1
}
