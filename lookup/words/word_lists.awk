# SPDX-License-Identifier: GPL-3.0-or-later
# The word lists of a file of data/ to C (struct icd_word_list of words/words.h):
#
#	[name]            begins a list
#	word              one of its rows; all rows of a list have the same number of columns
#	word<TAB>form     a word and what it stands for; "-" alone stands for no letters at all
#
# A row that is not so ends the make with a sentence.

# The bit of a word's second character in list.seconds: as icd_word_find of words.c has it.
function second_bit(word,    at)
{
	at = index(letters, substr(word, 2, 1))
	return 2 ^ (length(word) < 2 ? 0 : !at ? 28 : at > 26 ? 27 : at)
}

# Rows whose words begin alike are chained: row.next and list.first are numbers of rows + 1.
function end_list(    i, letter, next_of, first, seen_second, seconds)
{
	if (name == "")
		return
	if (!count || count > 255)
		refuse("the list " name " has " count " words, 1 to 255 were expected")
	for (i = count; i >= 1; i--) {
		letter = substr(word[i], 1, 1)
		next_of[i] = first[letter] + 0
		first[letter] = i
		if (!((letter, second_bit(word[i])) in seen_second))
			seconds[letter] += second_bit(word[i])
		seen_second[letter, second_bit(word[i])] = 1
	}
	printf "static const struct icd_word_row %s_rows[] __attribute__((unused)) = {\n", name
	for (i = 1; i <= count; i++)
		printf "\t{\"%s\", \"%s\", %d},\n", word[i], form[i], next_of[i]
	printf "};\nstatic const struct icd_word_list %s __attribute__((unused)) = {%s_rows, %d, {", name, name, count
	for (i = 1; i <= length(letters); i++)
		printf "%s%d", i == 1 ? "" : ", ", first[substr(letters, i, 1)]
	printf "}, {"
	for (i = 1; i <= length(letters); i++)
		printf "%s0x%xu", i == 1 ? "" : ", ", seconds[substr(letters, i, 1)]
	print "}};"
}

BEGIN {
	FS = "\t"
	letters = "abcdefghijklmnopqrstuvwxyz0123456789"
}
/^#/ || /^$/ { next }
/^\[[a-z_]+\]$/ {
	end_list()
	name = substr($0, 2, length($0) - 2)
	if (name in columns)
		refuse("there is a list " name " already")
	columns[name] = count = 0
	next
}
name == "" { refuse("a list was expected to begin with its name: [name]") }
{
	if (!columns[name])
		columns[name] = NF
	if (NF > 2 || NF != columns[name])
		refuse((columns[name] == 2 ? "a word and what it stands for were" : "one word was") " expected, not " NF " columns")
	for (i = 1; i <= NF; i++) {
		if ($i !~ /^(-|[a-z0-9][a-z0-9_.-]*)$/)
			refuse("a word in small letters was expected, not \"" $i "\"")
		if ($i == "-")
			$i = ""
	}
	if ((name, $1, $2) in seen)
		refuse("the list " name " has that row already")
	seen[name, $1, $2] = 1
	word[++count] = $1
	form[count] = $2
}
END {
	if (failed)
		exit 1
	if (name == "")
		refuse("no list of words")
	end_list()
}
