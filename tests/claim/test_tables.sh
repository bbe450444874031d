#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Rows of data/claim_spans.tsv and data/claim_combinations.tsv that are malformed are refused with a sentence.
cd "$(dirname "$0")/../.." || exit 1
spans() { LC_ALL=C awk -f lookup/base/table.awk -f lookup/coding/spans.awk lookup/coding/spans.h "$1"; }
combinations() { LC_ALL=C awk -f lookup/base/table.awk -f lookup/coding/combinations.awk "$1"; }
rules() { LC_ALL=C awk -v want=relations -f lookup/base/table.awk -f lookup/coding/sets.awk lookup/rules/finding.h lookup/rules/claim_relations.c "$1"; }
sets() { LC_ALL=C awk -v want=sets -f lookup/base/table.awk -f lookup/coding/sets.awk lookup/rules/finding.h lookup/rules/claim_relations.c "$1"; }
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
	'{SPAN_PAIN, {0x4738390000000000, 0x473930FFFFFFFFFF}, 20251001, 0, true, "I.C.6.b.1.b", ""},'

refused combinations 'I10\t\tN18' 'nine columns were expected, not 3'
refused combinations 'I1.0\t\tN18\t\tI12.-\t\t\tI.C.9.a\tboth' \
	'starts of codes without their dot were expected, not "I1.0" and ""'
refused combinations 'I10\t\tN18\t\tI12-\t\t\tI.C.9.a\tboth' 'a code like I11.0 or I12.- was expected, not "I12-"'
refused combinations 'I10\t\tN18\t\tI12.-\t\t\tI.C.9.a\t' 'words without quotation marks were expected, not ""'
made combinations 'I10\t\tN181\tN186\tI12.-\t2015-10-01\t2026-09-30\tI.C.9.a\tboth' \
	'{"I10", "N181", {0x4931300000000000, 0x493130FFFFFFFFFF}, {0x4E31383100000000, 0x4E313836FFFFFFFF}, "I12.-", 20151001, 20260930, "I.C.9.a", "both"},'

refused rules 'organism\twarning' 'twelve columns were expected, not 2'
refused rules 'organisms\twarning\talone\tP95\t\t\t\t\t\tI.C.16.g\tx\ty' 'no rule goes by "organisms"'
refused rules 'organism\terror\talone\tP95\t\t\t\t\t\tI.C.16.g\tx\ty' 'info or warning was expected, not "error"'
refused rules 'organism\tinfo\twith\tP95\t\t\t\t\t\tI.C.16.g\tx\ty' 'no relation goes by "with"'
refused rules 'organism\tinfo\talone\tP9.5\t\t\t\t\t\tI.C.16.g\tx\ty' \
	'codes, a span of them or ~words of titles were expected, not "P9.5"'
refused rules 'organism\tinfo\talone\t@none\t\t\t\t\t\tI.C.16.g\tx\ty' 'there is no set "none" above'
refused rules 'organism\tinfo\talone\tP95\t\t\t\t\t\t16\tx\ty' 'a section of the guidelines like I.C.9.a was expected, not "16"'
refused rules 'organism\tinfo\talone\tP95\t\t\t\t\t\tI.C.16.g\t\ty' 'what was found without quotation marks was expected, not ""'
refused rules 'set\tinfection' 'a set has a name in small letters and its codes'
made rules 'organism\tinfo\tnot_with:5\tP95\tO\t\t\t\t\tI.C.16.g\tx\ty' \
	'{ICD_RULE_ORGANISM, ICD_INFO, RELATION_NOT_WITH, 5, false, false, 0, 1, -1, -1, 0, 0, "I.C.16.g", "x", "y"},'
made sets 'organism\tinfo\talone\tS00-S99/AB~Open_bite\t\t\t\t\t\tI.C.16.g\tx\ty' \
	'{0, false, -1, {0x5330300000000000, 0x533939FFFFFFFFFF}, "AB", UINT64_C(1) << 0, ANY},'
exit $failed
