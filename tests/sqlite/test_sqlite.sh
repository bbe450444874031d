#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The extension of SQLite gives the answers of the command. Skipped where it was not built or sqlite3 is not installed.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
# shellcheck source=tests/support/check.sh
. tests/support/check.sh

# shellcheck disable=SC2154 # of script.sh
extension=$build/sqlite/icd10
if [ ! -f "$extension.so" ] || ! command -v sqlite3 >/dev/null; then
	echo 'skipped: the extension of SQLite was not built, or sqlite3 is not installed'
	exit 0
fi
icd10-build-index -q -o "$scratch/icd10cm.mdb" data/sample || exit 2
cd "$scratch" || exit 2
export ICD10_INDEX="$scratch/icd10cm.mdb"

# says NAME TEXT SQL
says() {
	printf '%s\n' "$2" >expected
	printf '.load %s\n%s\n' "$extension" "$3" | sqlite3 2>&1 | sed 's/^.*near line [0-9]*: //' >got
	check_same "$1" expected got
}

# ---- all codes on some days: what check says ----

icd10-lookup export dated | cut -f 1 | uniq >codes
echo 'Q99.999' >>codes
echo 'm54.50' >>codes
: >expected
for day in 2020-12-31 2021-09-30 2021-10-01 2025-10-01; do
	icd10-lookup --on $day -f tsv check --fail-on none codes |
		awk -F '\t' -v day=$day '{ print $1 "|" day "|" ($6 == "ok") "|" $6 }' >>expected
	icd10-lookup --on $day -f tsv code - <codes 2>/dev/null | awk -F '\t' -v day=$day '{ print $1 "|" day "|" $NF }' >>titles
done
cat >ask.sql <<END
.load $extension
CREATE TABLE codes(code); CREATE TABLE days(day);
.import codes codes
INSERT INTO days VALUES ('2020-12-31'), ('2021-09-30'), ('2021-10-01'), ('2025-10-01');
SELECT code, day, icd10_valid(code, day), icd10_detail(code, day) FROM days, codes ORDER BY day, codes.rowid;
.output got.titles
SELECT code, day, icd10_title(code, day) FROM days, codes ORDER BY day, codes.rowid;
END
sqlite3 <ask.sql >got || failed=$((failed + 1))
check_same 'valid and detail' expected got
check_same 'titles' titles got.titles

# ---- tables ----

icd10-lookup --on 2022-01-01 -f tsv search lumbago with sciatica | awk -F '\t' '{ print $1 "|" $2 "|" $4 }' >expected
printf '.load %s\nSELECT rank, code, title FROM icd10_search(%s) LIMIT %d;\n' "$extension" \
	"'lumbago with sciatica', '2022-01-01'" "$(wc -l <expected)" | sqlite3 >got
check_same search expected got
says children 'M54.50|Low back pain, unspecified|billable
M54.51|Vertebrogenic low back pain|billable
M54.59|Other low back pain|billable' "SELECT * FROM icd10_children('M54.5', '2022-01-01');"
says 'children of many' 'M54.5|3
M54.50|' "SELECT c.column1, nullif(count(k.code), 0) FROM (VALUES ('M54.5'), ('M54.50')) c
	LEFT JOIN icd10_children(c.column1, '2022-01-01') k GROUP BY 1;"
says pair 'no_unless_unrelated|excludes1|M54.5|lumbago with sciatica (M54.4-)' \
	"SELECT * FROM icd10_pair('M54.50', 'M54.41', '2022-01-01');"
says 'silent pair' 'not_excluded|||' "SELECT * FROM icd10_pair('M54.50', 'I10', '2022-01-01');"
says mapping 'from_icd9|724.2|M54.5|equal|0|0|M54.50
from_icd9|724.2|M54.5|equal|0|0|M54.51
from_icd9|724.2|M54.5|equal|0|0|M54.59' "SELECT * FROM icd10_mapping('7242', '2022-01-01');"
says 'mapping back' 'to_icd9|M54.5|724.2' "SELECT way, source, target FROM icd10_mapping('M54.50', '2022-01-01');"
says 'no mapping' 0 "SELECT count(*) FROM icd10_mapping('nothing', '2022-01-01');"

# ---- what is not known, and what is wrong ----

says 'no code, no day' '1|1|1' "SELECT icd10_valid(NULL, '2022-01-01') IS NULL, icd10_valid('M54.5', NULL) IS NULL,
	icd10_title('Q99.999', '2022-01-01') IS NULL;"
says 'no row of no code' '0|0' "SELECT (SELECT count(*) FROM icd10_children(NULL)),
	(SELECT count(*) FROM icd10_pair('M54.5', NULL));"
says 'a day that is none' 'yesterday: a date was expected: YYYY-MM-DD' "SELECT icd10_valid('M54.5', 'yesterday');"
says 'an argument too few' 'icd10_pair: an argument is missing' "SELECT * FROM icd10_pair('M54.5');"
says 'no index' "none: No such file or directory" "SELECT icd10_open('none');"
cp icd10cm.mdb other.mdb
says 'another index' 'other.mdb|1' "SELECT icd10_open('other.mdb'), icd10_valid('M54.5', '2021-09-30');"
head -c 20000 icd10cm.mdb >cut.mdb
printf '.load %s\nSELECT icd10_open(%s);\n' "$extension" "'cut.mdb'" | sqlite3 >got 2>&1
grep -q 'cut.mdb: ' got && passed=$((passed + 1)) || failed=$((failed + 1))

echo "sqlite: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
