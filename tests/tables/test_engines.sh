#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The tables in the engines they are for: loaded by the statements that --sql prints, joined with dated codes, and row
# by row what check says of these. Engines that are not there are skipped. With TIMES=1, as make bench-warehouse has it,
# it says how long each of the ways took; ROWS codes, the index INDEX.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
# shellcheck source=tests/support/check.sh
. tests/support/check.sh
# shellcheck source=tests/support/postgresql.sh
. tests/support/postgresql.sh

rows=${ROWS:-200000} # dated codes


# timed NAME OUTPUT COMMAND...
timed() {
	name=$1 output=$2
	shift 2
	start=$(date +%s%N)
	"$@" >"$output"
	echo "$name $(($(date +%s%N) - start))" >>"$scratch/times"
}

# ---- dated codes, and what check says ----

# shellcheck disable=SC2154 # of script.sh
if [ -z "${INDEX-}" ]; then
	icd10-build-index -q -o "$scratch/icd10cm.mdb" data/sample || exit 2
	INDEX=$scratch/icd10cm.mdb
fi
export ICD10_INDEX="$INDEX"
modules=${DUCKDB_MODULES:-$validators/node_modules}
cd "$scratch" || exit 2
for table in dated dated-notes dated-excludes crosswalk; do
	icd10-lookup export $table -o $table.tsv
	icd10-lookup -f csv export $table -o $table.csv
done
# Days before the first release are answered by check from that one; the tables begin with it.
first=$(icd10-lookup -f tsv releases | cut -f 1 | sort | head -n 1)
# Codes of the book, and some of none, on days from the first release on.
cut -f 1 dated.tsv | uniq | awk -v rows="$rows" -v from="${first%%-*}" '
	BEGIN { srand(7) }
	{ code[NR - 1] = $0 }
	END {
		code[NR] = "Q99.999"
		print "id,code,day"
		for (i = 1; i <= rows; i++) {
			year = from + int(rand() * (2027 - from)); month = 1 + int(rand() * 12); day = 1 + int(rand() * 28)
			if (year == from && month < 10) month = 10
			printf "%d,%s,%04d-%02d-%02d\n", i, code[int(rand() * (NR + 1))], year, month, day
		}
	}' >visits.csv
timed 'icd10-lookup check' checked icd10-lookup check --keep --fail-on none --column code --date-column day visits.csv 2>check.err
awk -F, 'NR > 1 { print $1 "|" ($5 == "billable" || $5 == "header" ? $5 : "") }' checked >expected
[ "$(wc -l <expected)" -eq "$rows" ] || { echo "check answered $(wc -l <expected) rows"; exit 1; }

join="SELECT v.id, coalesce(d.status, '') FROM visits v LEFT JOIN icd10_dated d
	ON d.code = v.code AND v.day BETWEEN d.valid_from AND d.valid_to ORDER BY v.id"
# How many rows the tables have, and of the Excludes notes of a code on a day: an inequality by bytes.
counts="SELECT 1 AS n, count(*) FROM icd10_dated UNION ALL SELECT 2, count(*) FROM icd10_dated_notes
	UNION ALL SELECT 3, count(*) FROM icd10_dated_excludes UNION ALL SELECT 4, count(*) FROM icd10_crosswalk
	UNION ALL SELECT 5, count(*) FROM icd10_dated WHERE parent IS NULL
	UNION ALL SELECT 6, count(*) FROM icd10_dated_excludes WHERE 'M54.50' BETWEEN code_from AND code_to ORDER BY n"
{
	for table in dated dated-notes dated-excludes crosswalk; do
		wc -l <$table.tsv
	done
	awk -F '\t' '$7 == ""' dated.tsv | wc -l
	LC_ALL=C awk -F '\t' '$3 <= "M54.50" && "M54.50" <= $4' dated-excludes.tsv | wc -l
} | awk '{ print NR "|" $1 }' >counted
sql() {
	for table in dated dated-notes dated-excludes crosswalk; do
		icd10-lookup export --sql "$1" $table
	done
}

# ---- PostgreSQL ----

pg_start
case $? in
0)
	{
		sql postgresql
		printf '%s\n' 'CREATE TABLE visits (id integer, code text COLLATE "C", day date);' \
			"\\copy visits FROM 'visits.csv' WITH (FORMAT csv, HEADER)"
	} | psql -q -v ON_ERROR_STOP=1 -f - || failed=$((failed + 1))
	timed 'PostgreSQL join' got psql -q -A -t -c "$join"
	check_same 'PostgreSQL, join' expected got
	psql -q -A -t -c "$counts" >got
	check_same 'PostgreSQL, tables' counted got
	# What is loaded comes out as it was written.
	psql -q -A -t -c "\\copy (SELECT * FROM icd10_dated_notes) TO 'back.tsv' WITH (FORMAT text, NULL '')"
	LC_ALL=C sort dated-notes.tsv >notes
	LC_ALL=C sort back.tsv >got
	check_same 'PostgreSQL, texts' notes got
	# The constraint holds.
	if psql -q -c "INSERT INTO icd10_dated SELECT * FROM icd10_dated LIMIT 1" 2>error; then
		echo 'PostgreSQL: a second row for a day was taken'
		failed=$((failed + 1))
	else
		grep -q 'icd10_dated_days' error && passed=$((passed + 1))
	fi
	;;
1) ;;
*) failed=$((failed + 1)) ;;
esac

# ---- SQLite ----

if command -v sqlite3 >/dev/null; then
	{
		sql sqlite
		echo 'CREATE TABLE visits (id integer, code text, day text);'
		echo '.import --csv --skip 1 visits.csv visits'
	} >load.sql
	sqlite3 -bail codes.db <load.sql || failed=$((failed + 1))
	timed 'SQLite join' got sqlite3 codes.db "$join"
	check_same 'SQLite, join' expected got
	sqlite3 codes.db "$counts" >got
	check_same 'SQLite, tables' counted got
	sqlite3 codes.db 'SELECT title FROM icd10_dated ORDER BY code, valid_from' >got
	cut -f 5 dated.tsv >titles
	check_same 'SQLite, texts' titles got
else
	echo 'skipped: sqlite3 is not installed'
fi

# ---- DuckDB, by way of Parquet ----

cat >duck.mjs <<'END'
import { createRequire } from 'module';
import { appendFileSync, readFileSync, writeFileSync } from 'fs';
const require = createRequire(process.argv[2] + '/x.js');
const { DuckDBInstance } = require('@duckdb/node-api');
const db = await (await DuckDBInstance.create(':memory:')).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRows().map((row) => row.join('|') + '\n').join('');
await db.run(readFileSync('duck.sql', 'utf8').replace(/^-- To Parquet: /gm, ''));
await db.run("CREATE TABLE visits AS SELECT * FROM read_csv('visits.csv', header = true, types = {'code': 'VARCHAR', 'day': 'DATE'})");
writeFileSync('counts', await rows(process.argv[4]));
await db.run('DROP TABLE icd10_dated');
await db.run("CREATE VIEW icd10_dated AS SELECT * FROM 'dated.parquet'");
const start = process.hrtime.bigint();
writeFileSync('got', await rows(process.argv[3]));
appendFileSync('times', `DuckDB join of Parquet ${process.hrtime.bigint() - start}\n`);
END
if command -v node >/dev/null && [ -d "$modules/@duckdb/node-api" ]; then
	sql duckdb >duck.sql
	if node duck.mjs "$modules" "$join" "$counts"; then
		check_same 'DuckDB, join of Parquet' expected got
		check_same 'DuckDB, tables' counted counts
	else
		failed=$((failed + 1))
	fi
else
	echo 'skipped: @duckdb/node-api is not installed (make validators)'
fi

if [ -n "${TIMES-}" ]; then
	awk -v rows="$rows" '
		{ time = $NF / 1e9; sub(/ [0-9]*$/, "") }
		NR == 1 { ours = time; printf "%d dated codes\n", rows }
		{ printf "%-24s %8.2f s  %6.2f times the first\n", $0, time, time / ours }
	' times
fi
echo "engines: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
