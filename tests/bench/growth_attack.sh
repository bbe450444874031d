# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2154,SC2016,SC2034
# Rows of growth.sh: input made to be slow, of each kind that is read. What is refused counts, too: it must be refused soon.

ATTACK_HOME=$work/home
mkdir -p "$ATTACK_HOME/icd10"
"$builder" -q -o "$work/sample.mdb" data/sample || exit 2
ask="env HOME=$ATTACK_HOME XDG_DATA_HOME=$ATTACK_HOME XDG_STATE_HOME=$ATTACK_HOME ICD10_NOTES= $lookup -i $work/sample.mdb --on 2026-02-01"
build="$builder -q --effective 2025-10-01 -o $work/made.mdb $work/input"

# repeat COUNT TEXT: the text so often, in one piece
repeat() { awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", text }'; }

attack() { ROUNDS=1 MAY_REFUSE=1 grow "$@"; }

# ---- release files ----

order='00001 M54     0 Dorsalgia                                                    Dorsalgia'
tabular='<?xml version="1.0"?><ICD10CM.tabular><version>2026</version><chapter><name>13</name><desc>Back (M00-M99)</desc><section id="M50-M54"><desc>Back (M50-M54)</desc><diag><name>M54</name><desc>Dorsalgia</desc>'
tabular_end='<diag><name>M54.5</name><desc>Low back pain</desc></diag></diag></section></chapter></ICD10CM.tabular>'
in_tabular() { { printf '%s' "$tabular"; "$@"; printf '%s' "$tabular_end"; } >"$FILE"; }
notes() { printf '<excludes1>'; repeat $((SIZE * 1000)) "<note>$1</note>"; printf '</excludes1>'; }
one_note() { printf '<includes><note>'; repeat "$1" "$2"; printf '</note></includes>'; }
nested() { awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "<diag><name>M54</name><desc>x</desc>" }'; }
attack "order, a line of MB" '{ printf "%s" "$order"; repeat $((SIZE * 1000000)) x; printf "\r\n"; } >"$FILE"' "$build" "4 8 16"
attack "order, rows in thousands" 'awk -v n=$((SIZE * 1000)) '\''BEGIN { for (i = 0; i < n; i++) printf "%05d %c%02d%-4d 1 %-60s %s\r\n", i + 1, 65 + i / 10000 % 26, i / 100 % 100, i % 100, "T" i, "Title " i }'\'' >"$FILE"' "$build" "25 50 100" 1.15
attack "tabular, nested" 'in_tabular nested $((SIZE * 1000))' "$build" "50 100 200" 1.15
attack "tabular, entities in thousands" 'in_tabular one_note $((SIZE * 1000)) "&amp;"' "$build" "500 1000 2000"
attack "tabular, a word of MB" 'in_tabular one_note $((SIZE * 100000)) aaaaaaaaaa' "$build" "1 2 4"
attack "tabular, words of one note" 'in_tabular one_note $((SIZE * 1000)) "word "' "$build" "100 200 400"
attack "tabular, codes of one note" 'in_tabular one_note $((SIZE * 1000)) "(M54.5-) "' "$build" "50 100 200"
attack "tabular, brackets of one note" 'in_tabular one_note $((SIZE * 1000)) "(((("' "$build" "50 100 200"
attack "tabular, notes in thousands" 'in_tabular notes "pain (M54.5)"' "$build" "20 40 80" 1.15
attack "tabular, attributes" '{ printf "<ICD10CM.tabular"; awk -v n=$((SIZE * 1000)) '\''BEGIN { for (i = 0; i < n; i++) printf " a%d=\"x\"", i }'\''; printf "/>"; } >"$FILE"' "$build" "10 20 40"
attack "tabular, comments" 'in_tabular repeat $((SIZE * 1000)) "<!-- x -->"' "$build" "50 100 200"
attack "tabular, a comment of MB" '{ printf "<!--"; repeat $((SIZE * 100000)) "x - x - x "; printf -- "-->"; in_tabular true; cat "$FILE"; } >"$work/long" && mv "$work/long" "$FILE"' "$build" "2 4 8"

terms() { awk -v n="$1" -v deep="$2" 'BEGIN {
	printf "<ICD10CM.index><version>2026</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title><letter><title>P</title><mainTerm><title>Pain</title>"
	for (i = 0; i < n; i++) printf "<term level=\"%d\"><title>part %d</title><code>M54.5</code>%s", deep ? i + 1 : 1, i, deep ? "" : "</term>"
	for (i = 0; deep && i < n; i++) printf "</term>"
	printf "</mainTerm></letter></ICD10CM.index>" }'; }
attack "index, nested" 'rm -rf "$FILE"; mkdir "$FILE"; cp data/sample/2025-10-01/icd10cm_tabular_2026.xml "$FILE"; terms $((SIZE * 1000)) 1 >"$FILE/index.xml"' "$build" "10 20 40" 1.15
attack "index, subterms" 'rm -rf "$FILE"; mkdir "$FILE"; cp data/sample/2025-10-01/icd10cm_tabular_2026.xml "$FILE"; terms $((SIZE * 1000)) 0 >"$FILE/index.xml"' "$build" "10 20 40" 1.15

# A release with a file more: that one is the attack.
beside() { rm -rf "$FILE"; mkdir "$FILE"; cp data/sample/2025-10-01/icd10cm_order_2026.txt data/sample/2025-10-01/icd10cm_tabular_2026.xml "$FILE"; }
attack "addenda, lines" 'beside; { printf "ICD-10-CM INDEX TO DISEASES\n2026 Addenda\nNo Change   Pain(s) R52\n"; awk -v n=$((SIZE * 1000)) '\''BEGIN { for (i = 0; i < n; i++) printf "Add         - new %d M54.58\n", i }'\''; } >"$FILE/addenda.txt"; cp data/sample/2025-10-01/icd10cm_index_2026.xml "$FILE"' "$build" "10 20 40" 1.15
attack "addenda, words of a line" 'beside; { printf "ICD-10-CM TABULAR LIST of DISEASES\n2026 Addenda\nNo Change   Chapter 13\nAdd         "; repeat $((SIZE * 1000)) "word "; echo; } >"$FILE/addenda.txt"' "$build" "50 100 200" 1.15
attack "conversion, codes of a cell" 'beside; { printf "Current code assignment,Effective,Previous code(s) assignment\nM54.50,2021,\""; repeat $((SIZE * 1000)) "M54.5, "; printf "\"\n"; } >"$FILE/conversion.csv"' "$build" "50 100 200" 1.15
attack "conversion, columns" 'beside; { printf "Current code assignment,Effective,Previous code(s) assignment\nM54.50,2021,M54.5"; repeat $((SIZE * 1000)) ","; echo; } >"$FILE/conversion.csv"' "$build" "200 400 800"
attack "POA, rows" 'beside; awk -v n=$((SIZE * 1000)) '\''BEGIN { print "Order\tCode\tDescription"; for (i = 0; i < n; i++) printf "%d\tM54.5\tLow back pain\r\n", i + 1 }'\'' >"$FILE/poa.txt"' "$build" "50 100 200" 1.15
attack "guidelines, lines" 'beside; { printf "<?xml version=\"1.0\"?><pdf2xml><page number=\"1\" position=\"absolute\" top=\"0\" left=\"0\" height=\"1000\" width=\"800\"><fontspec id=\"0\" size=\"16\" family=\"T\" color=\"#000\"/>"; awk -v n=$((SIZE * 1000)) '\''BEGIN { for (i = 0; i < n; i++) printf "<text top=\"%d\" left=\"108\" width=\"300\" height=\"18\" font=\"0\"><b>%d. Section title</b></text>\n", i % 900, i + 1 }'\''; printf "</page></pdf2xml>"; } >"$FILE/guidelines.xml"' "$build" "20 40 80" 1.15

# Workbooks and zips, by python3 where it is.
made() { command -v python3 >/dev/null && python3 "$here/attack.py" "$@" "$FILE"; }
attack "workbook, cells in thousands" 'beside; FILE=$FILE/x.xlsx made cells $((SIZE * 1000))' "$build" "100 200 400" 1.15
attack "workbook, strings" 'beside; FILE=$FILE/x.xlsx made strings $((SIZE * 1000))' "$build" "100 200 400" 1.15
attack "workbook, a string of MB" 'beside; FILE=$FILE/x.xlsx made string $((SIZE * 1000000))' "$build" "2 4 8" 1.15
attack "zip, members" 'made members $SIZE' "$build" "1000 2000 4000" 1.15
attack "zip, bomb of MB" 'made bomb $SIZE' "$build" "60 120 240" 1.1
attack "zip, overlapping members" 'made overlap $SIZE' "$build" "50 100 200" 1.1
attack "zip, 64-bit members" 'made zip64 $SIZE' "$build" "1000 2000 4000" 1.15
attack "zip, within zips" 'made nested $SIZE' "$build" "5 10 20" 1.15

# ---- what users hand in ----

words() { awk -v n="$1" -v text="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s ", text }'; }
thousands() { awk -v n="$((SIZE * 1000))" -v text="$1" 'BEGIN { for (i = 0; i < n; i++) print text }'; }
# As many arguments as a system takes at once.
at_once="xargs -s 1900000 -n 1000000"
for command in code -1\ code claim compare check history refs icd9 search narrow index guide changes tree pair list\ check list\ diff; do
	attack "$command, arguments" 'words "$SIZE" M54.50 >"$FILE"' "$at_once $ask -f json $command <$work/input" "20000 40000 80000" 1.15
	attack "$command, arguments, as text" 'words "$SIZE" M54.50 >"$FILE"' "$at_once $ask $command <$work/input" "20000 40000 80000" 1.15
done
attack "search, words" 'words "$SIZE" pain >"$FILE"' "$at_once $ask search <$work/input" "20000 40000 80000" 1.15
attack "search, words that are not" 'awk -v n=$SIZE '\''BEGIN { for (i = 0; i < n; i++) printf "lowbk%dx ", i }'\'' >"$FILE"' "$at_once $ask search <$work/input" "2500 5000 10000" 1.15
attack "a word of MB" 'repeat $((SIZE * 100)) abcdefghij >"$FILE"' "xargs -n 1 $ask search <$work/input" "30 60 120" 1.15
attack "notes, thousands" 'thousands "M54.5-	which side" >"$FILE"; mv "$FILE" "$ATTACK_HOME/icd10/notes.txt"; : >"$FILE"' "$ask M54.50" "500 1000 2000" 1.15
attack "notes, other codes" 'thousands "S39.012	which side" >"$ATTACK_HOME/icd10/notes.txt"; : >"$FILE"' "$ask M54.50" "1400 2800 5600" 1.15
attack "notes, told" 'thousands "S39.012	which side" >"$ATTACK_HOME/icd10/notes.txt"; : >"$FILE"' "$ask -f json note" "500 1000 2000" 1.15
rm -f "$ATTACK_HOME/icd10/notes.txt"
attack "bookmarks" 'thousands "S39.012" >"$ATTACK_HOME/icd10/bookmarks.txt"; : >"$FILE"' "$ask bookmarks" "3000 6000 12500" 1.15
rm -f "$ATTACK_HOME/icd10/bookmarks.txt"
attack "list, patterns" 'thousands "M54.5-	2021-10-01" >"$FILE"; printf "M54.50\n" >"$work/codes.txt"' "$ask check --list $work/input $work/codes.txt" "200 400 800" 1.15
attack "list, a line of MB" '{ printf "M54.5- # "; repeat $((SIZE * 100000)) abcdefghij; } >"$FILE"; printf "M54.50\n" >"$work/codes.txt"' "$ask check --list $work/input $work/codes.txt" "4 8 16" 1.15
ranges_on_days() { awk -v n=$((SIZE * 1000)) 'BEGIN { for (i = 0; i < n; i++) printf "M%02d-M%02d\t%d-%02d-%02d\t%d-12-31\n", i % 50, 50 + i % 49, 2000 + i % 20, 1 + i % 12, 1 + i % 28, 2080 - i % 31 }' >"$FILE"; }
steps() { awk -v n=$((SIZE * 1000)) 'BEGIN { for (i = 0; i < n; i++) printf "M%02d.%d-M%02d.%d\n", i / 10 % 50, i % 10, 50 + i / 10 % 49, i % 10 }' >"$FILE"; }
codes="awk 'BEGIN { for (i = 0; i < 1000; i++) print \"M54.50\" }' >$work/codes.txt"
attack "list, exceptions" "{ thousands '!M54.59'; thousands 'M54.5-'; } >\$FILE; $codes" "$ask check --list $work/input $work/codes.txt" "100 200 400" 1.15
attack "list, ranges" "thousands 'M50-M54' >\$FILE; $codes" "$ask check --list $work/input $work/codes.txt" "100 200 400" 1.15
attack "list, ranges on days" "ranges_on_days; $codes" "$ask check --list $work/input $work/codes.txt" "50 100 200" 1.15
attack "list, ranges to check" steps "$ask list check $work/input" "25 50 100" 1.15
attack "check, a field of MB" '{ printf "dx\n\""; repeat $((SIZE * 100000)) abcdefghij; } >"$FILE"' "$ask check --column dx $work/input" "4 8 16" 1.15
attack "check, columns" '{ echo dx; repeat $((SIZE * 1000)) "M54.50,"; } >"$FILE"' "$ask check --column 1 --keep $work/input" "200 400 800" 1.15
attack "check, groups" 'awk -v n=$((SIZE * 1000)) '\''BEGIN { for (i = 0; i < n; i++) printf "M54.50,g%d\n", i }'\'' >"$FILE"' "$ask check --column 1 --by 2 $work/input" "100 200 400" 1.15
attack "claim, codes of a line" 'words $((SIZE * 1000)) M54.50 >"$FILE"' "$ask claim - <$work/input" "10 20 40" 1.15
attack "claim, different codes" '"$lookup" -i "$work/sample.mdb" export codes 2>/dev/null | awk -v n=$SIZE '\''NR <= n { printf "%s ", $1 }'\'' >"$FILE"' "$ask claim - <$work/input" "20 40 80" -
attack "claim, a line of MB" 'repeat $((SIZE * 100000)) abcdefghij >"$FILE"' "$ask claim - <$work/input" "4 8 16" 1.15
attack "claim, X12 segment of MB" '{ printf "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*000000001*0*T*:~GS*HC"; repeat $((SIZE * 100000)) abcdefghij; } >"$FILE"' "$ask claim $work/input" "4 8 16" 1.15
attack "synonyms, lines" 'awk -v n=$((SIZE * 1000)) '\''BEGIN { for (i = 0; i < n; i++) printf "own%d\tlow back pain\n", i }'\'' >"$FILE"' "$ask search --synonyms $work/input own1" "50 100 200" 1.15
attack "synonyms, expansions" '{ printf own; repeat $((SIZE * 1000)) "	low back pain"; echo; } >"$FILE"' "$ask search --synonyms $work/input own" "5 10 20" 1.15
attack "shell, a line of MB" '{ repeat $((SIZE * 100)) abcdefghij; echo; } >"$FILE"' "$ask shell <$work/input" "200 400 800" 1.15
attack "shell, words without blanks" '{ printf "tree "; repeat $((SIZE * 500)) "a,"; echo; } >"$FILE"' "$ask shell <$work/input" "100 200 400" 1.15
attack "shell, lines" 'thousands "M54.50" >"$FILE"' "$ask shell <$work/input" "1 2 4" 1.15
# Each code put on it has all of them checked: the square.
attack "shell, encounter" '{ "$lookup" -i "$work/sample.mdb" export codes 2>/dev/null | awk -v n=$SIZE '\''NR <= n { print "+ " $1 }'\''; } >"$FILE"' "$ask shell <$work/input" "20 40 80" 2.05
rm -rf "$ATTACK_HOME" "$work/made.mdb"
