#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# icd10-fetch --index against a local server: a published index comes into its place when it is the one that was
# announced, whole and for this program, and else the one that is there stays.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh

# shellcheck disable=SC2154 # build and scratch are of script.sh
server=${HTTP_SERVER:-$build/tests/support/http_server}
if ! command -v curl >/dev/null || [ ! -x "$server" ]; then
	echo 'skipped: curl is not installed, or the test server was not built'
	exit 0
fi
unset http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY
passed=0
failed=0
cd "$scratch" || exit 2
mkdir served
icd10-build-index -q -o served/codes.mdb "$root/data/sample" || exit 2
gunzip -c "$root/tests/format/format-1.mdb.gz" >served/old.mdb
head -c 100000 served/codes.mdb >served/half.mdb
{
	head -c 50000 served/codes.mdb
	printf 'XXXXXXXX'
	tail -c +50009 served/codes.mdb
} >served/damaged.mdb
format=$(sed -n "s/^format='\\([0-9]*\\)'.*/\\1/p" "$build/icd10-fetch")

"$server" -t 120 -l log served >port &
server_pid=$!
trap 'kill "$server_pid" 2>/dev/null; rm -rf "$scratch"' EXIT
waited=0
while [ ! -s port ]; do
	waited=$((waited + 1))
	[ "$waited" -le 50 ] || { echo "$server does not start" >&2; exit 2; }
	sleep 0.1
done
base=http://127.0.0.1:$(cat port)

sum() { sha256sum <"$1" | cut -d ' ' -f 1; }
bytes() { echo $(($(wc -c <"$1"))); }
# row FORMAT FILE WAY [SUM]
row() {
	printf '%s\t2025-10-01\t%s\t%s\t%s\n' "$1" "$(bytes "served/$2")" "${4:-$(sum "served/$2")}" "$base/$3/$2" >>table
}
table() { printf '# format\tnewest\tbytes\tsha256\turl\n' >table; }

# fetch NAME STATUS TEXT ARGUMENT...: what is said, on either output, has the text
fetch() {
	name=$1 wanted=$2 text=$3
	shift 3
	icd10-fetch --index -s table "$@" >out 2>&1
	rc=$?
	if [ "$rc" -eq "$wanted" ] && grep -qF -e "$text" out; then
		passed=$((passed + 1))
	else
		echo "$name: status $rc, expected $wanted and \"$text\":"
		sed 's/^/    /' out
		failed=$((failed + 1))
	fi
}
# holds NAME FILE SERVED: the file is what was served
holds() {
	if cmp -s "$2" "served/$3" && [ ! -e "$2.part" ]; then
		passed=$((passed + 1))
	else
		echo "$1: $2 is not as served, or something is left"
		failed=$((failed + 1))
	fi
}

table
fetch 'an empty table' 1 'nobody is known to publish an index'
row "$format" codes.mdb plain
fetch 'only said' 0 'would fetch' -n -o new/codes.mdb
[ ! -e new ] || failed=$((failed + 1))
fetch 'a new one' 0 '2025-10-01' -o new/codes.mdb
holds 'a new one' new/codes.mdb codes.mdb
fetch 'the same again' 0 'already there' -o new/codes.mdb
fetch 'the default place' 0 'SHA-256 as expected, whole'
holds 'the default place' .local/share/icd10/icd10cm.mdb codes.mdb
[ "$(icd10-lookup -1 M54.50 | cut -c 1-6)" = M54.50 ] && passed=$((passed + 1)) || failed=$((failed + 1))

# The one that is there stays when another than the announced comes, or a damaged one.
cp served/codes.mdb here.mdb
for way in error cut; do
	table
	row "$format" damaged.mdb $way
	fetch "$way" 2 'index of 2025-10-01' -o here.mdb
	cmp -s here.mdb served/codes.mdb && passed=$((passed + 1)) || failed=$((failed + 1))
	rm -f here.mdb.part
done
table
row "$format" codes.mdb plain 0000000000000000000000000000000000000000000000000000000000000000
fetch 'another sum' 2 'published anew' -o here.mdb
holds 'another sum' here.mdb codes.mdb
for file in damaged half; do
	table
	row "$format" $file.mdb plain
	fetch $file 2 'is not whole' -o here.mdb
	holds $file here.mdb codes.mdb
done

# Of another format: not asked for; announced as ours: refused by name.
table
row 1 old.mdb plain
fetch 'another format' 1 'nobody is known' -o here.mdb
table
row "$format" old.mdb plain
fetch 'a wrong format' 2 'or not for this icd10-lookup' -o here.mdb
holds 'a wrong format' here.mdb codes.mdb
row "$format" codes.mdb slow
fetch 'the next address' 0 'whole' -o other.mdb
holds 'the next address' other.mdb codes.mdb

# The table and the arguments.
table
printf '%s\t2025-10-01\t\t%s\t%s\n' "$format" "$(sum served/codes.mdb)" "$base/plain/codes.mdb" >>table
fetch 'no size' 2 'expected a number of bytes' -o here.mdb
table
printf '%s\t2025-10-01\t5\t\t%s\n' "$format" "$base/plain/codes.mdb" >>table
fetch 'no sum' 2 'expected a SHA-256' -o here.mdb
fetch 'a release too' 2 'goes without releases' 2027
icd10-fetch -o x 2027 >out 2>&1
[ $? -eq 2 ] && grep -q 'goes with --index' out && passed=$((passed + 1)) || failed=$((failed + 1))

echo "index: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
