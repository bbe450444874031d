# SPDX-License-Identifier: GPL-3.0-or-later
# data/word_weights.tsv to rows of a C table. A row that is not as that file says ends the make with a sentence.

function is_weight(text)
{
	return text ~ /^[1-9][0-9]*$/ && text + 0 <= 255
}

BEGIN { FS = "\t" }
/^#/ || /^$/ { next }
NF != 3 { refuse("a word and its two weights were expected, not " NF " columns") }
$1 !~ /^[a-z]+$/ { refuse("a word in small letters was expected, not \"" $1 "\"") }
!is_weight($2) || !is_weight($3) { refuse("weights are whole numbers from 1 to 255") }
$1 in seen { refuse("\"" $1 "\" has its weights already") }
{
	seen[$1] = 1
	printf "\t{\"%s\", %s, %s},\n", $1, $2, $3
}
END { exit failed }
