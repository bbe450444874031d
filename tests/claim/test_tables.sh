#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Rows of data/claim_spans.tsv and data/claim_combinations.tsv that are malformed are refused with a sentence.
cd "$(dirname "$0")/../.." || exit 1
spans() { LC_ALL=C awk -f lookup/base/table.awk -f lookup/coding/spans.awk lookup/coding/spans.h "$1"; }
combinations() { LC_ALL=C awk -f lookup/base/table.awk -f lookup/rules/combinations.awk "$1"; }
table=$(mktemp) || exit 1
trap 'rm -f "$table"' EXIT
failed=0

# refused MAKER ROW SENTENCE
refused() {
	printf '# a table\n%b\n' "$2" > "$table"
	if said=$($1 "$table" 2>&1 > /dev/null); then
		echo "taken: $2"
		failed=1
	elif [ "$said" != "$table:2: $3" ]; then
		echo "of \"$2\": $said"
		failed=1
	fi
}

# made MAKER ROW C
made() {
	printf '%b\n' "$2" > "$table"
	[ "$($1 "$table")" = "$3" ] || { echo "of \"$2\": $($1 "$table")"; failed=1; }
}

refused spans 'pain\tG89' 'seven or eight columns were expected, not 2'
refused spans 'paine\tG89\t\t\t\t\tI.C.6' 'no rule goes by "paine"'
refused spans 'pain\tG89.0\t\t\t\t\tI.C.6' 'the start of a code without its dot was expected, not "G89.0"'
refused spans 'pain\tG89\tg90\t\t\t\tI.C.6' 'the start of a code without its dot or nothing was expected, not "g90"'
refused spans 'pain\tG89\tG88\t\t\t\tI.C.6' 'the span ends before it begins: G89 to G88'
refused spans 'pain\tG89\t\t2025\t\t\tI.C.6' 'a date like 2025-10-01 or nothing was expected, not "2025"'
refused spans 'pain\tG89\t\t2025-10-01\t2025-09-30\t\tI.C.6' 'the rule ends before it begins: 2025-10-01 to 2025-09-30'
refused spans 'pain\tG89\t\t\t\tnot\tI.C.6' '"except" or nothing was expected, not "not"'
refused spans 'pain\tG89\t\t\t\t\t6' 'a section of the guidelines like I.C.21.c.15 was expected, not "6"'
refused spans 'secondary_only\tZ68\t\t\t\t\tI.B.14' 'what such a code tells was expected in the eighth column'
made spans 'pain\tG89\tG90\t2025-10-01\t\texcept\tI.C.6.b.1.b' \
	'{SPAN_PAIN, "G89", "G90", 20251001, 0, true, "I.C.6.b.1.b", ""},'

refused combinations 'I10\t\tN18' 'nine columns were expected, not 3'
refused combinations 'I1.0\t\tN18\t\tI12.-\t\t\tI.C.9.a\tboth' \
	'starts of codes without their dot were expected, not "I1.0" and ""'
refused combinations 'I10\t\tN18\t\tI12-\t\t\tI.C.9.a\tboth' 'a code like I11.0 or I12.- was expected, not "I12-"'
refused combinations 'I10\t\tN18\t\tI12.-\t\t\tI.C.9.a\t' 'words without quotation marks were expected, not ""'
made combinations 'I10\t\tN181\tN186\tI12.-\t2015-10-01\t2026-09-30\tI.C.9.a\tboth' \
	'{"I10", "", "N181", "N186", "I12.-", 20151001, 20260930, "I.C.9.a", "both"},'
exit $failed
