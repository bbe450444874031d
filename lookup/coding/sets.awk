# SPDX-License-Identifier: GPL-3.0-or-later
# data/claim_rules.tsv to the rows of C tables: with -v want=sets those of sets.c, with -v want=set_words and
# want=set_asked the words of titles and notes that these name by number, with -v want=set_letters the numbers of those
# that codes of each letter may meet, with -v want=relations those of claim_relations.c. The names of rules are those of
# the enum in rules/finding.h, which is read first, the names of relations those of the enum in claim_relations.c, which
# is read second. A row that is not as the file says it must be
# ends the make with a sentence.

# Puts the tokens of an expression behind those of the set; `except` is "!" where all of them take codes out.
function put_tokens(expression, set, except,    parts, count, i)
{
	count = split(expression, parts, " ")
	for (i = 1; i <= count; i++)
		put_token(parts[i], set, except)
}

function put_token(token, set, except,    whole, span, sevenths, words, asked, ends)
{
	whole = token
	if (token ~ /^!/) {
		except = "!"
		token = substr(token, 2)
	}
	if (token ~ /^@/) {
		if (!(substr(token, 2) in named))
			refuse("there is no set \"" substr(token, 2) "\" above")
		tokens[++token_count] = sprintf("{%d, %s, %d, %s, \"\", ANY, ANY},", set, except ? "true" : "false",
			named[substr(token, 2)], codes_of("", ""))
		first[token_count] = ""
		return
	}
	if (match(token, /\?[A-Z0-9.-]+$/)) {
		asked = substr(token, RSTART + 1)
		token = substr(token, 1, RSTART - 1)
	}
	if (match(token, /~[A-Za-z0-9_-]+$/)) {
		words = substr(token, RSTART + 1)
		gsub("_", " ", words)
		words = tolower(words)
		token = substr(token, 1, RSTART - 1)
	}
	if (match(token, /\/[A-Z0-9]+$/)) {
		sevenths = substr(token, RSTART + 1)
		token = substr(token, 1, RSTART - 1)
	}
	ends = split(token, span, "-")
	if (token == "*" && !(words sevenths asked))
		span[1] = ""
	else if ((token == "" && !(words asked)) || ends > 2 || (token != "" && span[1] !~ /^[A-Z][0-9A-Z]*$/) ||
	    (ends == 2 && (span[2] !~ /^[A-Z][0-9A-Z]*$/ || span[2] < span[1])))
		refuse("codes, a span of them or ~words of titles were expected, not \"" whole "\"")
	tokens[++token_count] = sprintf("{%d, %s, -1, %s, \"%s\", %s, %s},", set, except ? "true" : "false",
		codes_of(span[1], ends == 2 ? span[2] : ""), sevenths, bit_of(words, word_numbers, all_words),
		bit_of(asked, asked_numbers, all_asked))
	first[token_count] = substr(span[1], 1, 1)
	last[token_count] = substr(span[ends == 2 ? 2 : 1], 1, 1)
}

# The words' own bit, of 63; ANY where there are none.
function bit_of(words, numbers, all)
{
	if (words == "")
		return "ANY"
	if (!(words in numbers)) {
		all[++all[0]] = words
		numbers[words] = all[0]
	}
	if (all[0] > 63)
		refuse("more than 63 different words")
	return "UINT64_C(1) << " numbers[words] - 1
}

# The numbers of the tokens that a code of the letter may meet, counted from 0.
function put_letter(letter,    i, count, numbers_of)
{
	for (i = 1; i <= token_count; i++)
		if (first[i] == "" || (first[i] <= letter && letter <= last[i])) {
			numbers_of = numbers_of (i - 1) ", "
			count++
		}
	print "{" count ", (const unsigned short[]){" numbers_of "}},"
}

# The number of the set that an expression means; equal expressions are one set.
function set_of(expression)
{
	if (expression == "")
		return -1
	if (!(expression in numbers)) {
		numbers[expression] = set_count++
		put_tokens(expression, numbers[expression], "")
	}
	if (set_count > 320)
		refuse("more sets than CLAIM_SETS_MAX")
	return numbers[expression]
}

function check_text(text, what)
{
	if (text == "" || text ~ /["\\]/)
		refuse(what " without quotation marks was expected, not \"" text "\"")
}

BEGIN { FS = "\t" }
FNR == 1 { file++ }
file == 1 && match($0, /^\tICD_RULE_[A-Z0-9_]+,/) { rules[tolower(substr($0, 11, RLENGTH - 11))] = 1 }
file == 2 && match($0, /^\tRELATION_[A-Z_]+,/) { relations[tolower(substr($0, 11, RLENGTH - 11))] = 1 }
file < 3 || /^#/ || /^$/ { next }
$1 == "set" {
	if (NF != 3 || $2 !~ /^[a-z_]+$/)
		refuse("a set has a name in small letters and its codes")
	named[$2] = set_of($3)
	next
}
NF != 12 { refuse("twelve columns were expected, not " NF) }
!($1 in rules) { refuse("no rule goes by \"" $1 "\"") }
$2 != "info" && $2 != "warning" { refuse("info or warning was expected, not \"" $2 "\"") }
{
	how = ""
	relation = $3
	if (match(relation, /[:\/](side|seventh|[1-7])$/)) {
		how = substr(relation, RSTART + 1)
		relation = substr(relation, 1, RSTART - 1)
	}
}
!(relation in relations) { refuse("no relation goes by \"" $3 "\"") }
$4 == "" { refuse("the codes that the rule is about were expected in the fourth column") }
{
	from = date($8)
	to = date($9)
}
to && to < from { refuse("the rule ends before it begins: " $8 " to " $9) }
$10 !~ /^I+[.][A-Z]([.][0-9a-z]+)*$/ { refuse("a section of the guidelines like I.C.9.a was expected, not \"" $10 "\"") }
{
	check_text($11, "what was found")
	check_text($12, "advice")
	rows[++row_count] = sprintf("{ICD_RULE_%s, ICD_%s, RELATION_%s, %d, %s, %s, %d, %d, %d, %d, %d, %d, \"%s\", \"%s\", \"%s\"},",
		toupper($1), toupper($2), toupper(relation), how ~ /^[1-7]$/ ? how : 0, how == "side" ? "true" : "false",
		how == "seventh" ? "true" : "false", set_of($4), set_of($5), set_of($6), set_of($7), from, to, $10, $11, $12)
}
END {
	if (failed || !row_count)
		exit 1
	for (i = 1; want == "set_letters" && i <= 26; i++)
		put_letter(substr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", i, 1))
	for (i = 1; want == "set_words" && i <= all_words[0]; i++)
		print "\"" all_words[i] "\","
	for (i = 1; want == "set_asked" && i <= all_asked[0]; i++)
		print "\"" all_asked[i] "\","
	for (i = 1; want == "sets" && i <= token_count; i++)
		print tokens[i]
	for (i = 1; want == "relations" && i <= row_count; i++)
		print rows[i]
}
