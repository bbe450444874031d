#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The tables of words in data/: good rows become C, every other one ends the make with a sentence.
failed=0
tab=$(printf '\t')

# refuses SCRIPT ROWS SENTENCE: is the table of these rows refused so?
refuses()
{
	said=$(printf '%s\n' "$2" | LC_ALL=C awk -f lookup/base/table.awk -f "lookup/words/$1.awk" 2>&1 >/dev/null)
	status=$?
	case $status:$said in
	1:*"$3") ;;
	*)
		echo "\"$2\" gave $status, \"$said\""
		failed=1
		;;
	esac
}

refuses word_lists "of" "a list was expected to begin with its name: [name]"
refuses word_lists "# nothing" "no list of words"
refuses word_lists "[a]
[b]
of" "the list a has 0 words, 1 to 255 were expected"
refuses word_lists "[a]
of
the${tab}this" "one word was expected, not 2 columns"
refuses word_lists "[a]
feet${tab}foot
of" "a word and what it stands for were expected, not 1 columns"
refuses word_lists "[a]
Of" 'a word in small letters was expected, not "Of"'
refuses word_lists "[a]
of
of" "the list a has that row already"
refuses word_lists "[a]
of
[a]" "there is a list a already"
refuses word_weights "of${tab}1" "a word and its two weights were expected, not 2 columns"
refuses word_weights "of${tab}1${tab}256" "weights are whole numbers from 1 to 255"
refuses word_weights "of${tab}1${tab}2
of${tab}1${tab}3" '"of" has its weights already'

for list in words search_words scan_words label_words; do
	LC_ALL=C awk -f lookup/base/table.awk -f lookup/words/word_lists.awk data/$list.tsv >/dev/null || failed=1
done
LC_ALL=C awk -f lookup/base/table.awk -f lookup/words/word_weights.awk data/word_weights.tsv >/dev/null || failed=1
exit $failed
