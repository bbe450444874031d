#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# icd10-fetch against a local server that breaks off, stalls, ignores ranges and lies.
#
#     tests/whole/test_fetch.sh [SCRIPT [SERVER]]
#
# Defaults: $FETCH, else build-index/icd10-fetch.sh; $HTTP_SERVER, else build/tests/support/http_server.
# The script is run by $TEST_SHELL (sh).

set -u
LC_ALL=C
export LC_ALL

root=$(cd "$(dirname -- "$0")/../.." && pwd) || exit 2
script=${1:-${FETCH:-$root/build-index/icd10-fetch.sh}}
server=${2:-${HTTP_SERVER:-$root/build/tests/support/http_server}}
shell=${TEST_SHELL:-sh}

if ! command -v curl >/dev/null; then
	echo "skipped: curl is not installed"
	echo "0 passed, 0 failed"
	exit 0
fi
for needed in "$script" "$server"; do
	[ -r "$needed" ] || { echo "test_fetch: $needed: not found" >&2; exit 2; }
done

work=$(mktemp -d) || exit 2
server_pid=
finish() {
	[ -z "$server_pid" ] || kill "$server_pid" 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT
trap 'exit 2' HUP INT TERM

# Neither the user's settings nor a proxy have a say here.
HOME=$work/home
export HOME
mkdir "$HOME"
unset XDG_DATA_HOME XDG_CONFIG_HOME CURL_HOME ICD10_FETCH_STALL
unset http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY

# --- what is served ---

served=$work/served
mkdir "$served"
log=$work/log
: >"$log"

payload() {
	awk -v name="$1" 'BEGIN { for (i = 0; i < 9000; i++) print name, "line", i }' >"$served/$1"
}
payload good.zip
payload other.zip
payload 'with space #1 (a).zip'
: >"$served/empty.zip"

sum() {
	sha256sum <"$1" | cut -d ' ' -f 1
}
bytes() {
	echo $(($(wc -c <"$1")))
}
good_sum=$(sum "$served/good.zip")
other_sum=$(sum "$served/other.zip")
space_sum=$(sum "$served/with space #1 (a).zip")
good_bytes=$(bytes "$served/good.zip")
wrong_sum=0000000000000000000000000000000000000000000000000000000000000000
tab=$(printf '\t')

"$server" -t 120 -l "$log" "$served" >"$work/port" &
server_pid=$!
waited=0
while [ ! -s "$work/port" ]; do
	waited=$((waited + 1))
	[ "$waited" -le 50 ] || { echo "test_fetch: $server does not start" >&2; exit 2; }
	sleep 0.1
done
base=http://127.0.0.1:$(cat "$work/port")

# --- how a test is written ---

passed=0 failed=0

# begin NAME: a fresh folder and an empty table.
begin() {
	test_name=$1
	test_ok=yes
	dir="$work/releases"
	table=$work/sources.tsv
	rm -rf "$dir"
	: >"$log"
	echo "# effective${tab}kind${tab}bytes${tab}sha256${tab}url" >"$table"
}

# row KIND BYTES SHA256 URL: all of the release of 2026-10-01.
row() {
	printf '2026-10-01\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$table"
}

fetch() {
	"$shell" "$script" -d "$dir" -s "$table" "$@" >"$work/out" 2>"$work/err"
	rc=$?
}

wrong() {
	test_ok=
	echo "# $test_name: $*"
}

expect_status() {
	[ "$rc" -eq "$1" ] || { wrong "status $rc, expected $1"; sed 's/^/# | /' "$work/out" "$work/err"; }
}

says() {
	grep -qF -e "$1" "$work/out" || { wrong "output lacks: $1"; sed 's/^/# | /' "$work/out"; }
}

warns() {
	grep -qF -e "$1" "$work/err" || { wrong "messages lack: $1"; sed 's/^/# | /' "$work/err"; }
}

holds() {
	if [ ! -f "$dir/2026-10-01/$1" ] || [ "$(sum "$dir/2026-10-01/$1")" != "$2" ]; then
		wrong "$1 is not there as served"
	fi
}

lacks() {
	[ ! -e "$dir/2026-10-01/$1" ] || wrong "$1 is there"
}

# The server saw exactly these requests.
requests() {
	printf '%s\n' "$@" >"$work/expected"
	[ $# -gt 0 ] || : >"$work/expected"
	cmp -s "$work/expected" "$log" || { wrong "requests differ:"; sed 's/^/# | /' "$log"; }
}

# part NAME COMMAND...: a partial download as left by an earlier run.
part() {
	mkdir -p "$dir/2026-10-01"
	part_name=$1
	shift
	"$@" >"$dir/2026-10-01/$part_name.part"
}

end() {
	if [ -n "$test_ok" ]; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $test_name"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $test_name"
	fi
}

# --- the tests ---

begin "fetches and checks, by fiscal year and by date"
row codes "$good_bytes" "$good_sum" "$base/plain/good.zip"
row poa_exempt '' "$(echo "$other_sum" | tr a-f A-F)" "$base/slow/other.zip"
fetch 2027 FY2027 2026-10-01
expect_status 0
says "2026-10-01 codes: fetched good.zip ($good_bytes bytes, SHA-256 as expected)"
says "2 fetched, 0 already there, 0 failed, 0 without an address"
holds good.zip "$good_sum"
holds other.zip "$other_sum"
lacks good.zip.part
[ "$(tail -n 1 "$work/out")" = "icd10-build-index $dir" ] || wrong "no next command"
requests "plain/good.zip 0 200" "slow/other.zip 0 200"
end

begin "what is there already is not fetched again"
row codes '' "$good_sum" "$base/plain/good.zip"
mkdir -p "$dir/2026-10-01"
cp "$served/good.zip" "$dir/2026-10-01/good.zip"
fetch 2027
expect_status 0
says "2026-10-01 codes: already there: good.zip"
says "0 fetched, 1 already there"
requests
end

begin "a file with the right checksum serves under any name, address or not"
row codes '' "$wrong_sum" "$base/plain/missing.zip"
row codes '' "$good_sum" "$base/plain/good.zip"
row conversion_table '' "$other_sum" ''
mkdir -p "$dir/2026-10-01"
cp "$served/good.zip" "$dir/2026-10-01/my own name.zip"
cp "$served/other.zip" "$dir/2026-10-01/table.zip"
fetch 2027
expect_status 0
says "codes: already there: my own name.zip"
says "conversion_table: already there: table.zip"
requests
end

begin "a damaged file of that name is replaced"
row codes '' "$good_sum" "$base/plain/good.zip"
mkdir -p "$dir/2026-10-01"
echo damaged >"$dir/2026-10-01/good.zip"
fetch 2027
expect_status 0
says "not as expected, fetching it again"
holds good.zip "$good_sum"
end

begin "a partial download is resumed"
row codes '' "$good_sum" "$base/plain/good.zip"
part good.zip head -c 1000 "$served/good.zip"
fetch 2027
expect_status 0
says "resuming good.zip at 1000 bytes"
holds good.zip "$good_sum"
lacks good.zip.part
requests "plain/good.zip 1000 206"
end

begin "a partial download that is complete needs no request"
row codes '' "$good_sum" "$base/plain/good.zip"
part good.zip cat "$served/good.zip"
fetch 2027
expect_status 0
holds good.zip "$good_sum"
lacks good.zip.part
requests
end

begin "a partial download of something else is started again, once"
row codes '' "$good_sum" "$base/plain/good.zip"
part good.zip head -c 1000 "$served/other.zip"
fetch 2027
expect_status 0
says "does not fit, starting again"
holds good.zip "$good_sum"
requests "plain/good.zip 1000 206" "plain/good.zip 0 200"
end

begin "a partial download longer than the file is started again"
row codes '' "$good_sum" "$base/plain/good.zip"
part good.zip cat "$served/good.zip" "$served/other.zip"
fetch 2027
expect_status 0
holds good.zip "$good_sum"
lacks good.zip.part
end

begin "a server that cannot resume is asked for the whole"
row codes '' "$good_sum" "$base/norange/good.zip"
part good.zip head -c 1000 "$served/good.zip"
fetch 2027
expect_status 0
says "does not fit, starting again"
holds good.zip "$good_sum"
end

begin "a wrong checksum leaves nothing and is status 2"
row codes '' "$wrong_sum" "$base/plain/good.zip"
fetch 2027
expect_status 2
warns "2026-10-01 codes: $base/plain/good.zip: SHA-256 is $good_sum, expected $wrong_sum"
says "0 fetched, 0 already there, 1 failed, 0 without an address"
says "Next: the same command again"
lacks good.zip
lacks good.zip.part
requests "plain/good.zip 0 200"
end

begin "a wrong checksum after a resume is tried twice, not more"
row codes '' "$wrong_sum" "$base/plain/good.zip"
part good.zip head -c 1000 "$served/good.zip"
fetch 2027
expect_status 2
lacks good.zip
lacks good.zip.part
requests "plain/good.zip 1000 206" "plain/good.zip 0 200"
end

begin "404, then the alternative"
row codes '' "$wrong_sum" "$base/plain/missing.zip"
row codes '' "$good_sum" "$base/plain/good.zip"
fetch 2027
expect_status 0
warns "$base/plain/missing.zip: the server answered with HTTP status 404"
says "trying the next address, $base/plain/good.zip"
says "1 fetched, 0 already there, 0 failed"
holds good.zip "$good_sum"
lacks missing.zip
end

begin "a wrong checksum, then the alternative; one success is enough"
row codes '' "$wrong_sum" "$base/plain/good.zip"
row codes '' '' ''
row codes '' "$other_sum" "$base/plain/other.zip"
row codes '' '' "$base/plain/missing.zip"
fetch 2027
expect_status 0
holds other.zip "$other_sum"
lacks good.zip
requests "plain/good.zip 0 200" "plain/other.zip 0 200"
end

begin "an interrupted alternative leaves no part behind once another succeeded"
row codes '' "$good_sum" "$base/cut/good.zip"
row codes '' "$other_sum" "$base/plain/other.zip"
fetch 2027
expect_status 0
holds other.zip "$other_sum"
lacks good.zip.part
end

begin "an alternative of the same name does not keep the first one's part"
row codes '' "$other_sum" "$base/cut/good.zip"
row codes '' "$good_sum" "$base/plain/good.zip"
fetch 2027
expect_status 0
holds good.zip "$good_sum"
lacks good.zip.part
end

begin "no pinned checksum: fetched, and says what it has"
row codes "$good_bytes" '' "$base/plain/good.zip"
row poa_exempt '' '' "$base/plain/other.zip"
fetch 2027
expect_status 0
says "codes: fetched good.zip ($good_bytes bytes); no SHA-256 is pinned, it has $good_sum"
holds good.zip "$good_sum"
holds other.zip "$other_sum"
fetch 2027
expect_status 0
says "codes: already there: good.zip; no SHA-256 is pinned, it has $good_sum"
says "0 fetched, 2 already there"
requests "plain/good.zip 0 200" "plain/other.zip 0 200"
end

begin "no pinned checksum: the size is held to, an empty file refused"
row codes 5 '' "$base/plain/good.zip"
row poa_exempt '' '' "$base/plain/empty.zip"
fetch 2027
expect_status 2
warns "more than the 5 bytes expected"
warns "poa_exempt: $base/plain/empty.zip: an empty file came"
lacks good.zip
lacks good.zip.part
lacks empty.zip
lacks empty.zip.part
end

begin "no pinned checksum: a part is never resumed"
row codes '' '' "$base/plain/good.zip"
part good.zip head -c 1000 "$served/other.zip"
fetch 2027
expect_status 0
holds good.zip "$good_sum"
requests "plain/good.zip 0 200"
end

begin "no address: named, status 1, the rest fetched"
row codes '' "$good_sum" "$base/plain/good.zip"
row conversion_table 100 "$wrong_sum" ''
row tabular '' '' ''
fetch 2027
expect_status 1
warns "2026-10-01 conversion_table: no address is known"
warns "with SHA-256 $wrong_sum serves"
warns "2026-10-01 tabular: no address is known"
says "1 fetched, 0 already there, 0 failed, 2 without an address"
holds good.zip "$good_sum"
end

begin "unknown release: status 1, the known ones named, the others fetched"
row codes '' "$good_sum" "$base/plain/good.zip"
fetch 2031-10-01 2027
expect_status 1
warns "2031-10-01: no release of this date"
warns "which has 2026-10-01"
holds good.zip "$good_sum"
[ ! -e "$dir/2031-10-01" ] || wrong "made a folder for it"
end

begin "all: what is known to be had, without what nobody has reached"
row codes '' "$good_sum" "$base/plain/good.zip"
printf '2025-10-01\tcodes\t\t%s\t%s\n' "$other_sum" "$base/plain/other.zip" >>"$table"
printf '2027-10-01\tcodes\t\t\t%s\n' "$base/plain/missing.zip" >>"$table"
fetch all
expect_status 0
says "left out: 2027-10-01, which nobody has reached yet"
says "2 fetched, 0 already there, 0 failed, 0 without an address"
holds good.zip "$good_sum"
[ -f "$dir/2025-10-01/other.zip" ] || wrong "2025-10-01 is not there"
[ ! -e "$dir/2027-10-01" ] || wrong "made a folder for what nobody has reached"
fetch 2026 2027 2028
expect_status 1
says "0 fetched, 2 already there, 0 failed, 0 without an address, 1 not reached by anyone yet"
warns "2027-10-01 codes: nobody has reached it at this address yet"
fetch 2031
expect_status 1
warns "which has 2026-10-01 2025-10-01; not reached by anyone yet: 2027-10-01"
says "Next: nothing is there for icd10-build-index yet"
end

begin "the builder beside the script is the one to run"
row codes '' "$good_sum" "$base/plain/good.zip"
mkdir -p "$work/beside"
cp "$script" "$work/beside/icd10-fetch"
: >"$work/beside/icd10-build-index"
chmod +x "$work/beside/icd10-build-index"
"$shell" "$work/beside/icd10-fetch" -d "$dir" -s "$table" 2027 >"$work/out" 2>"$work/err"
rc=$?
expect_status 0
[ "$(tail -n 1 "$work/out")" = "$work/beside/icd10-build-index $dir" ] || wrong "no next command"
end

begin "an interrupted transfer is kept as a part and resumed by the next run"
row codes '' "$good_sum" "$base/cut/good.zip"
row poa_exempt '' "$other_sum" "$base/reset/other.zip"
row tabular '' '' "$base/cut/other.zip"
fetch 2027
expect_status 2
warns "codes: $base/cut/good.zip: the transfer broke off; the $((good_bytes / 2)) bytes that came are kept"
warns "poa_exempt: $base/reset/other.zip: the transfer broke off"
lacks good.zip
lacks other.zip
[ "$(bytes "$dir/2026-10-01/good.zip.part")" -eq $((good_bytes / 2)) ] || wrong "the part's size"
sed "s,/cut/good,/plain/good,; s,/reset/other,/plain/other,; /tabular/d" "$table" >"$table.new"
mv "$table.new" "$table"
: >"$log"
fetch 2027
expect_status 0
holds good.zip "$good_sum"
holds other.zip "$other_sum"
lacks good.zip.part
lacks other.zip.part
grep -qx "plain/good.zip $((good_bytes / 2)) 206" "$log" || wrong "was not resumed"
end

begin "an interrupted transfer without a pinned checksum leaves nothing"
row codes '' '' "$base/cut/good.zip"
fetch 2027
expect_status 2
lacks good.zip
lacks good.zip.part
end

begin "a connection gone silent is given up"
row codes '' "$good_sum" "$base/stall/good.zip"
ICD10_FETCH_STALL=1
export ICD10_FETCH_STALL
fetch 2027
unset ICD10_FETCH_STALL
expect_status 2
warns "no answer in time"
lacks good.zip
[ -s "$dir/2026-10-01/good.zip.part" ] || wrong "the part is not kept"
end

begin "two bytes a second are given up"
row codes '' "$good_sum" "$base/trickle/good.zip"
ICD10_FETCH_STALL=2
export ICD10_FETCH_STALL
fetch 2027
unset ICD10_FETCH_STALL
expect_status 2
warns "too slow"
lacks good.zip
end

begin "no more is kept than the table tells, whatever length is told"
row codes 5 "$good_sum" "$base/plain/good.zip"
row tabular 5000 "$other_sum" "$base/endless/other.zip"
row index 5000 '' "$base/endless/good.zip"
fetch 2027
expect_status 2
warns "more than the 5 bytes expected"
warns "more than the 5000 bytes expected"
for name in good.zip good.zip.part other.zip other.zip.part; do
	lacks $name
done
end

begin "fewer bytes than the table tells"
row codes 9999999 '' "$base/plain/good.zip"
fetch 2027
expect_status 2
warns "codes: $base/plain/good.zip: $good_bytes bytes came, expected 9999999"
lacks good.zip
lacks good.zip.part
end

begin "a redirection to a file of this machine is not followed"
row codes '' '' "$base/local/good.zip"
fetch 2027
expect_status 2
lacks good.zip
lacks good.zip.part
lacks passwd
end

begin "names that lead out of the folder"
row codes '' "$good_sum" "$base/plain/.."
row tabular '' "$good_sum" "$base/plain/%2e%2e"
row index '' "$good_sum" "$base/plain/..%2f..%2fgood.zip"
fetch 2027
expect_status 2
warns "expected an address that ends in a plain file name"
[ "$(find "$dir" -type f)" = '' ] || wrong "something was written"
requests
end

begin "a server error, a redirection, no server"
row codes '' "$good_sum" "$base/redirect/good.zip"
row poa_exempt '' "$other_sum" "$base/error/other.zip"
row tabular '' "$other_sum" "http://127.0.0.1:1/other.zip"
fetch 2027
expect_status 2
holds good.zip "$good_sum"
warns "HTTP status 500"
warns "tabular: http://127.0.0.1:1/other.zip: no connection"
lacks other.zip
lacks other.zip.part
end

begin "spaces and %20 in names, a folder with spaces and a quote"
dir="$work/my folder's files"
row codes '' "$space_sum" "$base/plain/with%20space%20%231%20%28a%29.zip?download=1"
fetch 2027
expect_status 0
holds 'with space #1 (a).zip' "$space_sum"
[ "$(tail -n 1 "$work/out")" = "icd10-build-index '$(echo "$dir" | sed "s/'/'\\\\''/g")'" ] ||
	wrong "the next command is not quoted: $(tail -n 1 "$work/out")"
rm "$dir/2026-10-01/with space #1 (a).zip"
echo "2026-10-01${tab}codes${tab}${tab}$space_sum${tab}$base/plain/with space %231 (a).zip" >"$table"
fetch 2027
expect_status 0
holds 'with space #1 (a).zip' "$space_sum"
fetch 2027
expect_status 0
says "already there: with space #1 (a).zip"
rm -rf "$dir"
end

begin "a name beyond ASCII"
cp "$served/good.zip" "$served/$(printf 'Sj\303\266gren.zip')"
row codes '' "$good_sum" "$base/plain/Sj%C3%b6gren.zip"
fetch 2027
expect_status 0
holds "$(printf 'Sj\303\266gren.zip')" "$good_sum"
end

begin "addresses that are not to be trusted"
for address in "file://$served/good.zip" "ftp://127.0.0.1/good.zip" "$base/plain/..%2Fgood.zip" \
	"$base/plain/a%2Fb" "$base/plain/%2Ehidden" "$base/plain/-rf" "$base/plain/" "$base" "$base/plain/a%00b" \
	"$base/plain/a%0Ab" "$base/plain/a%zz" "$base/plain/good.zip.part" "-o/tmp/x"; do
	row "codes_$((seen = ${seen:-0} + 1))" '' '' "$address"
done
fetch 2027
expect_status 2
says "0 fetched, 0 already there, $seen failed"
[ "$(grep -c "not used" "$work/err")" -eq "$seen" ] || wrong "one of them was used"
warns "not used, expected an https or http address"
warns "not used, expected an address that ends in a plain file name"
[ -z "$(ls -A "$dir/2026-10-01")" ] || wrong "something was written"
requests
end

begin "-n says when no checksum is pinned"
row codes '' '' "$base/plain/good.zip"
fetch -n 2027
expect_status 0
says "2026-10-01 codes: would fetch $base/plain/good.zip; no SHA-256 is pinned"
end

begin "-n only says what it would do"
row codes '' "$good_sum" "$base/plain/good.zip"
row tabular '' '' ''
fetch -n 2027
expect_status 1
says "2026-10-01 codes: would fetch $base/plain/good.zip"
says "1 to fetch, 0 already there, 0 failed, 1 without an address"
[ ! -e "$dir" ] || wrong "made the folder"
requests
end

begin "a name that is taken by a folder"
row codes '' "$good_sum" "$base/plain/good.zip"
mkdir -p "$dir/2026-10-01/good.zip"
fetch 2027
expect_status 2
warns "good.zip is a folder"
[ -z "$(ls -A "$dir/2026-10-01/good.zip")" ] || wrong "wrote into the folder"
end

begin "a folder that cannot be made"
row codes '' "$good_sum" "$base/plain/good.zip"
: >"$dir"
fetch 2027
expect_status 2
warns "$dir/2026-10-01: cannot be made"
end

begin "a damaged table is refused with its line"
row codes '' "$good_sum" "$base/plain/good.zip"
row codes '' abc "$base/plain/good.zip"
fetch 2027
expect_status 2
warns "$table:3: \"abc\", expected a SHA-256 or nothing"
printf '2026-10-01\tcodes\t12\n' >"$table"
fetch 2027
expect_status 2
warns "$table:1: 3 fields, expected 5"
requests
end

begin "line ends of either kind in the table"
row codes '' "$good_sum" "$base/plain/good.zip"
row conversion_table '' "$wrong_sum" ''
awk '{ printf "%s\r\n", $0 }' "$table" >"$table.new"
mv "$table.new" "$table"
fetch 2027
expect_status 1
holds good.zip "$good_sum"
end

begin "usage"
row codes '' "$good_sum" "$base/plain/good.zip"
for bad in '' 27 FY27 2026-13-01 2026-10-00 2026-10-1 next -x --no-such; do
	fetch ${bad:+"$bad"}
	expect_status 2
	if [ ! -s "$work/err" ] || [ -s "$work/out" ]; then
		wrong "'$bad': the message is not on stderr"
	fi
done
fetch 2027 -d
expect_status 2
fetch -s "$work/none.tsv" 2027
expect_status 2
warns "none.tsv: cannot be read"
fetch --help
expect_status 0
says "usage: icd10-fetch"
fetch fy2027 -n --
expect_status 0
requests
end

begin "defaults: \$XDG_DATA_HOME, else ~/.local/share; the table of the checkout"
mkdir -p "$work/checkout/tool" "$work/checkout/data"
row codes '' "$good_sum" "$base/plain/good.zip"
cp "$table" "$work/checkout/data/sources.tsv"
# A table that is installed would come first: take that place out of the copy.
sed "s|^installed_sources=.*|installed_sources='@DATADIR@/sources.tsv'|" "$script" \
	>"$work/checkout/tool/icd10-fetch"
(cd "$work" && "$shell" checkout/tool/icd10-fetch 2027) >"$work/out" 2>"$work/err"
rc=$?
expect_status 0
dir=$HOME/.local/share/icd10/releases
holds good.zip "$good_sum"
XDG_DATA_HOME=$work/xdg "$shell" "$work/checkout/tool/icd10-fetch" 2027 >"$work/out" 2>"$work/err"
rc=$?
expect_status 0
dir=$work/xdg/icd10/releases
holds good.zip "$good_sum"
sed "s|@DATADIR@|$work/installed|" "$work/checkout/tool/icd10-fetch" >"$work/icd10-fetch"
mkdir "$work/installed"
cp "$table" "$work/installed/sources.tsv"
(cd "$work" && "$shell" icd10-fetch -d "$work/from installed" 2027) >"$work/out" 2>"$work/err"
rc=$?
expect_status 0
dir="$work/from installed"
holds good.zip "$good_sum"
end

if [ -w /dev/full ]; then
	begin "output that cannot be written is status 2"
	row codes '' "$good_sum" "$base/plain/good.zip"
	"$shell" "$script" -n -d "$dir" -s "$table" 2027 >/dev/full 2>"$work/err"
	rc=$?
	[ "$rc" -eq 2 ] || wrong "status $rc, expected 2"
	"$shell" "$script" --help >/dev/full 2>"$work/err"
	rc=$?
	[ "$rc" -eq 2 ] || wrong "--help: status $rc, expected 2"
	end
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
