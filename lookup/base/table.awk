# SPDX-License-Identifier: GPL-3.0-or-later
# What the programs that make C tables of data/*.tsv share; it is given to awk before each of them.

# Ends the make with a sentence about the row; `failed` tells the END of the program.
function refuse(what)
{
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	failed = 1
	exit 1
}

# The start of a code as a number, with the hexadecimal digits `rest` for each of the characters that may follow.
function spelled(start, rest,    number, i)
{
	for (i = 1; i <= 8; i++)
		number = number (i <= length(start) ? sprintf("%X", 47 + index("0123456789_______ABCDEFGHIJKLMNOPQRSTUVWXYZ", substr(start, i, 1))) : rest)
	return "0x" number
}

# The codes from one start to another, or of the one: a struct claim_codes of lookup/coding/spans.h. Without a start all.
function codes_of(first, last)
{
	return "{" spelled(first, "00") ", " spelled(last == "" ? first : last, "FF") "}"
}

# "2025-10-01" as 20251001, "" as 0.
function date(text)
{
	if (text != "" && text !~ /^[12][0-9][0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/)
		refuse("a date like 2025-10-01 or nothing was expected, not \"" text "\"")
	gsub("-", "", text)
	return text + 0
}
