# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# Small releases, made by hand: for tests that are read by a shell, `. "$ICD10_TESTS/support/releases.sh"`.
# They come to stand in folders named by their date, in the folder one is in.

# list DATE: a tabular list, read from standard input as an outline. A line is a place or a note of the place above it:
#
#	chapter 1 Infections
#	section A00-A09 Of the gut
#	A00 Cholera
#	  excludes1: a note (B01)
#	  excludes1+: a note in a second list of the kind
#	  sevenChrDef: A initial encounter
#	  sevenChrDef: - a note behind it
#	-A00.1 A code below A00; --A00.11 would stand below this
list() {
	mkdir -p "$1"
	awk '
	function escaped(text) { gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); return text }
	function end_list() { if (kind) print "</" kind ">"; kind = "" }
	function end_diags(depth) { end_list(); while (open > depth) { print "</diag>"; open-- } }
	function end_section() { end_diags(0); if (section) print "</section>"; section = 0 }
	function end_chapter() { end_section(); if (chapter) print "</chapter>"; chapter = 0 }
	function rest(words,   text) { text = $0; while (words--) sub(/^ *[^ ]+ */, "", text); return escaped(text) }
	BEGIN {
		print "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
		print "<ICD10CM.tabular>"
		print "<version>1</version>"
	}
	$1 == "chapter" {
		end_chapter()
		printf "<chapter>\n<name>%s</name><desc>%s</desc>\n", $2, rest(2)
		chapter = 1
		next
	}
	$1 == "section" {
		end_section()
		printf "<section id=\"%s\"><desc>%s (%s)</desc>\n", $2, rest(2), $2
		section = 1
		next
	}
	$1 ~ /:$/ {
		name = $1
		sub(/\+?:$/, "", name)
		if (name != kind || $1 ~ /\+:$/) {
			end_list()
			print "<" name ">"
			kind = name
		}
		if (name == "sevenChrDef" && $2 != "-")
			printf "<extension char=\"%s\">%s</extension>\n", $2, rest(2)
		else
			printf "<note>%s</note>\n", rest(name == "sevenChrDef" ? 2 : 1)
		next
	}
	{
		code = $1
		depth = gsub(/^-/, "", code)
		while (gsub(/^-/, "", code))
			depth++
		end_diags(depth)
		printf "<diag><name>%s</name><desc>%s</desc>\n", code, rest(1)
		open++
	}
	END {
		end_chapter()
		print "</ICD10CM.tabular>"
	}' >"$1/list.xml"
}

# order DATE: an order file, read as lines "CODE FLAG TITLE", codes without dot.
order() {
	mkdir -p "$1"
	awk '{
		title = $0
		sub(/^[^ ]+ +[^ ]+ +/, "", title)
		printf "%05d %-7s %s %-60s %s\r\n", NR, $1, $2, substr(title, 1, 60), title
	}' >"$1/order.txt"
}

# conversion DATE: a conversion table, read as lines "CODE,YEAR,OLD CODES".
conversion() {
	mkdir -p "$1"
	{ echo 'Current code assignment,Effective,Previous Code(s) Assignment' && cat; } >"$1/conversion.csv"
}

# addenda DATE: order addenda, read as lines "VERB FLAG CODE TITLE"; the verb is Add, Delete, From or To. Other lines
# are those of the footer.
addenda() {
	mkdir -p "$1"
	awk '
	BEGIN { verbs["Add"] = "Add:"; verbs["Delete"] = "Delete:"; verbs["From"] = "Revise from:"; verbs["To"] = "Revise to:" }
	!($1 in verbs) {
		printf "%s\r\n", $0
		next
	}
	{
		title = $0
		sub(/^[^ ]+ +[^ ]+ +[^ ]+ +/, "", title)
		printf "%-13s%s %-7s %-60s %s\r\n", verbs[$1], $2, $3, substr(title, 1, 60), title
	}' >"$1/addenda.txt"
}

# codes DATE: a codes file, read as lines "CODE TITLE".
codes() {
	mkdir -p "$1"
	awk '{ title = $0; sub(/^[^ ]+ +/, "", title); printf "%-7s %s\r\n", $1, title }' >"$1/codes.txt"
}

# poa DATE: a list of codes exempt from POA reporting, read as lines "CODE TITLE".
poa() {
	mkdir -p "$1"
	{ printf 'Order\tPOAexemptCode\tDescription\n' && awk '{ title = $0; sub(/^[^ ]+ +/, "", title); printf "%05d\t%s\t%s\n", NR, $1, title }'; } >"$1/poa.txt"
}

# gem DATE 9|10: the general equivalence mapping from ICD-9-CM or from ICD-10-CM, read as lines "SOURCE TARGET FLAGS".
gem() {
	mkdir -p "$1"
	awk -v from_9="$(($2 == 9))" '{ printf from_9 ? "%-5s %-7s %s\r\n" : "%-7s %-5s %s\r\n", $1, $2, $3 }' >"$1/gem$2.txt"
}
