# SPDX-License-Identifier: GPL-3.0-or-later
# data/place_notes.tsv to the rows of a C table, sorted by note (LC_ALL=C: by bytes, as bsearch compares).
# Rows of one note keep their order. A row that is not as the file says it must be ends the make with a sentence.
# The codes with the groups that they name written out.

function written_out(codes,    from, name)
{
	while (match(codes, /[{][^}]*[}]/)) {
		from = RSTART
		name = substr(codes, from + 1, RLENGTH - 2)
		if (!(name in group))
			refuse("no line =" name " above it says which codes {" name "} stands for")
		codes = substr(codes, 1, from - 1) group[name] substr(codes, from + RLENGTH)
	}
	if (codes !~ /^[A-Z][0-9A-Z]/ || codes ~ /["\\{}]/)
		refuse("codes were expected, not \"" codes "\"")
	return codes
}

BEGIN { FS = "\t" }
/^#/ || /^$/ { next }
/^=/ {
	if (NF != 2)
		refuse("a name and its codes were expected, not " NF " columns")
	group[substr($1, 2)] = written_out($2)
	next
}
NF != 3 { refuse("note, place and codes were expected, not " NF " columns") }
$1 !~ /^[a-z0-9]+( [a-z0-9]+)*$/ { refuse("the note is not folded: \"" $1 "\"") }
$2 !~ /^([A-Z0-9-]+|[*])$/ { refuse("the start of a place's name or * was expected, not \"" $2 "\"") }
($1, $2) in seen { refuse("there is such a row already") }
{
	seen[$1, $2] = 1
	codes = written_out($3)
	for (at = count++; at > 0 && note[at - 1] > $1; at--) {
		note[at] = note[at - 1]
		row[at] = row[at - 1]
	}
	note[at] = $1
	row[at] = sprintf("{\"%s\", \"%s\", \"%s\"},", $1, $2 == "*" ? "" : $2, codes)
}
END {
	if (failed)
		exit 1
	for (at = 0; at < count; at++)
		print row[at]
}
