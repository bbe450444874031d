#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# icd10-fetch: downloads the files of ICD-10-CM releases that sources.tsv has an address for,
# checks each against its SHA-256 and puts it into DIR/DATE/, for icd10-build-index to read.
# The man page icd10-fetch(1) says what users rely on.
#
# A row of the table is carried in $bytes $sha $url, with "-" for what is not known; its release
# and kind are in $label. @DATADIR@ is the folder the tables are installed in; make fills it in, and the
# format of the index.

set -u
LC_ALL=C
export LC_ALL

installed_sources='@DATADIR@/sources.tsv'
checkout_sources=$(dirname -- "$0")/../data/sources.tsv
format='@FORMAT@' # of the index that the programs made with this script read
installed_indexes='@DATADIR@/indexes.tsv'
checkout_indexes=$(dirname -- "$0")/../data/indexes.tsv
tab=$(printf '\t')
stall=${ICD10_FETCH_STALL:-60}
slowest=512            # bytes a second, over $stall seconds: less is given up
longest=7200           # seconds for one file
largest=$((1 << 30))   # bytes of a file whose size the table does not tell

releases=
all=
sources=
folder=
dry_run=
ready_index=
output=

n_got=0 n_there=0 n_failed=0 n_unknown=0 n_unreached=0
status=0

usage() {
	cat <<'EOF'
usage: icd10-fetch [-n] [-d DIR] [-s SOURCES] RELEASE...
       icd10-fetch --index [-n] [-o INDEX] [-s INDEXES]

Downloads the published files of ICD-10-CM releases, checked by SHA-256.

RELEASE     fiscal year (2027 or FY2027: effective 2026-10-01), effective date YYYY-MM-DD, or
            all: every release that is known to be had
-d DIR      files go to DIR/YYYY-MM-DD/ (default: $XDG_DATA_HOME/icd10/releases,
            else ~/.local/share/icd10/releases)
-s SOURCES  table of addresses and checksums
--index     no releases, but an index that is made already, checked and put where icd10-lookup finds
            it, or at INDEX; INDEXES is the table of such
-o INDEX    with --index: where it is put
-n          only say what would be done
--help      this text

Exit status: 0 everything is there, 1 something has no known address, 2 usage or failure.
EOF
}

help() {
	usage || exit 2
	exit 0
}

say() {
	printf '%s\n' "$*" || exit 2
}

warn() {
	printf 'icd10-fetch: %s\n' "$*" >&2
}

die() {
	warn "$*"
	exit 2
}

# 1 is for what is not known, 2 for failures: the graver one stays.
raise_status() {
	[ "$status" -ge "$1" ] || status=$1
}

# As a shell would take it back: for commands shown to be pasted.
quoted() {
	case $1 in
	*[!A-Za-z0-9_./~+@%:,=-]*) printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
	*) printf '%s' "$1" ;;
	esac
}

# --- arguments ---

# Sets $date to the effective date meant by a RELEASE.
effective_date() {
	case $1 in
	[12][0-9][0-9][0-9]) date=$(($1 - 1))-10-01 ;;
	[Ff][Yy][12][0-9][0-9][0-9]) date=$((${1#[Ff][Yy]} - 1))-10-01 ;;
	[12][0-9][0-9][0-9]-0[1-9]-0[1-9] | [12][0-9][0-9][0-9]-0[1-9]-[12][0-9] | \
	[12][0-9][0-9][0-9]-0[1-9]-3[01] | [12][0-9][0-9][0-9]-1[0-2]-0[1-9] | \
	[12][0-9][0-9][0-9]-1[0-2]-[12][0-9] | [12][0-9][0-9][0-9]-1[0-2]-3[01]) date=$1 ;;
	*) die "$1: not a release, expected a fiscal year (2027, FY2027), a date YYYY-MM-DD, or all" ;;
	esac
}

add_release() {
	effective_date "$1"
	case " $releases " in
	*" $date "*) ;;
	*) releases="$releases $date" ;;
	esac
}

# Options may stand before or after the releases.
parse_arguments() {
	while [ $# -gt 0 ]; do
		OPTIND=1
		while getopts ':d:o:s:nh-:' option; do
			case $option in
			d) folder=$OPTARG; [ -n "$folder" ] || die "-d: expected a folder" ;;
			s) sources=$OPTARG; [ -n "$sources" ] || die "-s: expected a file" ;;
			o) output=$OPTARG; [ -n "$output" ] || die "-o: expected a file" ;;
			n) dry_run=yes ;;
			h) help ;;
			-)
				case $OPTARG in
				help) help ;;
				index) ready_index=yes ;;
				*) die "--$OPTARG: no such option (see --help)" ;;
				esac
				;;
			:) die "-$OPTARG: a value was expected (see --help)" ;;
			*) die "-$OPTARG: no such option (see --help)" ;;
			esac
		done
		shift $((OPTIND - 1))
		[ $# -gt 0 ] || break
		case $1 in
		all) all=yes ;;
		*) add_release "$1" ;;
		esac
		shift
	done
	if [ -n "$ready_index" ]; then
		[ -z "$releases$all$folder" ] || die "--index: goes without releases and -d"
	else
		[ -z "$output" ] || die "-o: goes with --index"
		[ -n "$releases$all" ] || { usage >&2; exit 2; }
	fi
}

choose_folder() {
	if [ -z "$folder" ]; then
		data_home=${XDG_DATA_HOME:-${HOME:+$HOME/.local/share}}
		[ -n "$data_home" ] || die "neither HOME nor XDG_DATA_HOME is set, expected -d DIR"
		folder=$data_home/icd10/releases
	fi
	case $folder in
	-*) folder=./$folder ;;
	esac
}

# choose_sources INSTALLED CHECKOUT
choose_sources() {
	if [ -n "$sources" ]; then
		[ -r "$sources" ] || die "$sources: cannot be read"
	elif [ -r "$1" ]; then
		sources=$1
	elif [ -r "$2" ]; then
		sources=$2
	else
		die "no table at $1 or $2, expected -s SOURCES"
	fi
}

# --- the table ---

# Prints what is wrong with the table, nothing when it is sound. $1 is what its rows have to be, in awk.
rows_fault() {
	awk -F '\t' '
	function fault(what) { print FNR ": " what; exit }
	function expected(found, what) { fault("\"" found "\", expected " what) }
	function is_date(text) { return text ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]$/ }
	function is_sum(text) { return length(text) == 64 && text !~ /[^0-9a-fA-F]/ }
	{ sub(/\r$/, "") }
	/^#/ || /^$/ { next }
	'"$1"'
	$5 ~ /[\001-\037\177]/ { fault("a control character, expected an address") }
	' <"$sources"
}

table_fault() {
	rows_fault '
	NF != 5 { fault(NF " fields, expected 5: date, kind, bytes, sha256, url") }
	!is_date($1) { expected($1, "a date YYYY-MM-DD") }
	$2 !~ /^[a-z][a-z0-9_]*$/ { expected($2, "a kind of file") }
	$3 ~ /[^0-9]/ { expected($3, "a number of bytes or nothing") }
	$4 != "" && !is_sum($4) { expected($4, "a SHA-256 or nothing") }'
}

# Prints "kind bytes sha url", tab-separated, for each row of the release $1 (of kind $2 if given).
rows_of() {
	awk -F '\t' -v OFS='\t' -v date="$1" -v kind="${2-}" '
	function known(field) { return field == "" ? "-" : field }
	{ sub(/\r$/, "") }
	$1 == date && (kind == "" || $2 == kind) {
		print $2, known($3), known(tolower($4)), known($5)
	}
	' <"$sources"
}

kinds_of() {
	rows_of "$1" | awk -F '\t' '!seen[$1]++ { print $1 }'
}

# Prints the releases that are to be had: those of which a file reached somebody, so that its checksum is known. With
# "unreached", the others: their addresses are where they are expected.
known_dates() {
	awk -F '\t' -v unreached="${1:+1}" '
	/^[0-9]/ && !($1 in reached) { dates[++count] = $1; reached[$1] = 0 }
	/^[0-9]/ && $4 != "" { reached[$1] = 1 }
	END {
		for (i = 1; i <= count; i++)
			if (reached[dates[i]] == (unreached ? 0 : 1))
				printf " %s", dates[i]
	}' <"$sources"
}

# "all": what is to be had, and what is left out.
add_all() {
	[ -n "$all" ] || return 0
	for known in $(known_dates); do
		add_release "$known"
	done
	left_out=$(known_dates unreached)
	[ -z "$left_out" ] || say "left out:$left_out, which nobody has reached yet; named, they are tried"
}

# Prints the decoded file name of the address $1; fails when it is none to be trusted with.
file_name() {
	printf '%s\n' "$1" | awk '
	function hex(c) { return length(c) == 1 ? index("0123456789abcdef", tolower(c)) - 1 : -1 }
	{
		sub(/[?#].*/, "")
		sub(/^[a-z]*:\/\/[^\/]*/, "")
		sub(/.*\//, "")
		name = ""
		while ((at = index($0, "%")) > 0) {
			high = hex(substr($0, at + 1, 1))
			low = hex(substr($0, at + 2, 1))
			byte = high * 16 + low
			if (high < 0 || low < 0 || byte < 32 || byte == 127 || byte == 47)
				exit 1
			name = name substr($0, 1, at - 1) sprintf("%c", byte)
			$0 = substr($0, at + 3)
		}
		name = name $0
		if (name == "" || name ~ /^[.-]/ || name ~ /\.part$/)
			exit 1
		print name
	}'
}

# --- files ---

# Prints the SHA-256 of the file $1.
sum_of() {
	sum_line=$(sha256sum <"$1") && printf '%s\n' "${sum_line%% *}"
}

size_of() {
	if [ -f "$1" ]; then
		echo $(($(wc -c <"$1")))
	else
		echo 0
	fi
}

# Prints "sha name" for each file of the folder $1.
sums_in() {
	for file in "$1"/*; do
		case $file in
		*.part) continue ;;
		esac
		if [ -f "$file" ] && [ -r "$file" ]; then
			printf '%s %s\n' "$(sum_of "$file")" "${file##*/}"
		fi
	done
}

# Whether a file that serves for one of $rows is in $place already; says which.
already_there() {
	while IFS=$tab read -r _ bytes sha url; do
		if [ "$sha" != - ]; then
			name=$(printf '%s\n' "$sums" | sed -n "s/^$sha //p" | sed 1q)
			[ -n "$name" ] || continue
			say "$label: already there: $name"
			return 0
		fi
		name=$(file_name "$url") || continue
		[ -f "$place/$name" ] || continue
		[ "$bytes" = - ] || [ "$(size_of "$place/$name")" -eq "$bytes" ] || continue
		got=$(sum_of "$place/$name")
		say "$label: already there: $name; no SHA-256 is pinned, it has $got"
		return 0
	done <<EOF
$rows
EOF
	return 1
}

# --- one download: $url to $part, which becomes $target ---

reason_of() {
	case $1 in
	5 | 6) echo "the host name could not be resolved" ;;
	7) echo "no connection" ;;
	18 | 52 | 55 | 56 | 92) echo "the transfer broke off" ;;
	22) echo "the server answered with HTTP status $2" ;;
	23) echo "$place cannot be written" ;;
	28) echo "no answer in time, or too slow a one" ;;
	35 | 51 | 53 | 54 | 58 | 59 | 60 | 77 | 83) echo "no trusted TLS connection" ;;
	47) echo "too many redirections" ;;
	*) echo "curl gave up with status $1" ;;
	esac
}

# curl looks at the length that a server tells; what tells none is cut off by the system, after more than $limit bytes.
limit_size() {
	trap '' XFSZ
	ulimit -f $((limit / 512 + 1)) 2>/dev/null || :
}

# Adds to $part what it lacks. Sets $limit, $curl_status and $http_status.
transfer() {
	case $url in
	https://*) protocols='=https' ;;
	*) protocols='=http,https' ;;
	esac
	meter=--silent
	if [ -t 2 ]; then
		meter=--progress-bar
	fi
	limit=$largest
	[ "$bytes" = - ] || limit=$bytes
	http_status=$(limit_size
		curl --fail --location --max-redirs 10 --globoff "$meter" \
			--proto "$protocols" --connect-timeout 30 --speed-limit "$slowest" --speed-time "$stall" \
			--max-time "$longest" --max-filesize "$limit" \
			--continue-at - --output "$part" --write-out '%{http_code}' \
			--url "$(printf '%s' "$url" | sed 's/ /%20/g')" </dev/null)
	curl_status=$?
}

# Whether $part is what the table says. Sets $got, or $problem.
check_part() {
	if [ ! -s "$part" ]; then
		problem="an empty file came"
		return 1
	fi
	got=$(sum_of "$part") || { problem="$part cannot be read"; return 1; }
	if [ "$sha" != - ]; then
		[ "$got" = "$sha" ] && return 0
		problem="SHA-256 is $got, expected $sha: damaged on the way or published anew; removed"
		return 1
	fi
	[ "$bytes" = - ] || [ "$(size_of "$part")" -eq "$bytes" ] && return 0
	problem="$(size_of "$part") bytes came, expected $bytes; removed"
	return 1
}

# Nothing vouches for the joint of a resumed file that has no pinned sum: such a one starts anew.
prepare_part() {
	[ "$sha" != - ] || rm -f "$part"
	[ -s "$part" ] || return 1
	[ "$(sum_of "$part")" = "$sha" ]
}

range_refused() {
	[ "$curl_status" -eq 33 ] || [ "$curl_status" -eq 36 ] || [ "$http_status" = 416 ]
}

# Sets $problem for a transfer that failed; what came of a pinned file stays for the next time.
explain_failure() {
	problem=$(reason_of "$curl_status" "$http_status")
	if [ "$curl_status" -eq 63 ] || [ "$(size_of "$part")" -gt "$limit" ]; then
		problem="more than the $limit bytes expected"
		rm -f "$part"
	elif [ "$sha" = - ]; then
		rm -f "$part"
	elif [ -s "$part" ]; then
		problem="$problem; the $(size_of "$part") bytes that came are kept, to be resumed"
	fi
}

# Makes $part complete and checked. When a resumed one does not fit, one more try starts from nothing.
obtain() {
	prepare_part && check_part && return 0
	while :; do
		resumed=
		if [ -s "$part" ]; then
			resumed=yes
			say "$label: resuming $name at $(size_of "$part") bytes"
		fi
		transfer
		if [ "$curl_status" -eq 0 ]; then
			check_part && return 0
		elif [ -z "$resumed" ] || ! range_refused; then
			explain_failure
			return 1
		fi
		rm -f "$part"
		[ -n "$resumed" ] || return 1
		say "$label: the partial download of $name does not fit, starting again"
	done
}

# Sets $name, $target and $part for $url; fails, and says why, when the address is not to be used.
accept_address() {
	case $url in
	http://?* | https://?*) ;;
	*)
		warn "$label: $url: not used, expected an https or http address"
		return 1
		;;
	esac
	if ! name=$(file_name "$url"); then
		warn "$label: $url: not used, expected an address that ends in a plain file name"
		return 1
	fi
	target=$place/$name
	part=$target.part
	if [ -d "$target" ]; then
		warn "$label: $target is a folder, expected none of this name"
		return 1
	fi
}

fetch_row() {
	accept_address || return 1
	if [ -n "$dry_run" ]; then
		if [ "$sha" = - ]; then
			say "$label: would fetch $url; no SHA-256 is pinned"
		else
			say "$label: would fetch $url"
		fi
		return 0
	fi
	[ ! -e "$target" ] || say "$label: $name is there but not as expected, fetching it again"
	if ! obtain; then
		warn "$label: $url: $problem"
		return 1
	fi
	if ! mv -f -- "$part" "$target"; then
		warn "$label: $target: cannot be written"
		return 1
	fi
	size=$(size_of "$target")
	if [ "$sha" = - ]; then
		say "$label: fetched $name ($size bytes); no SHA-256 is pinned, it has $got"
	else
		say "$label: fetched $name ($size bytes, SHA-256 as expected)"
	fi
}

# --- one kind of file of a release ---

report_no_address() {
	warn "$label: no address is known"
	while IFS=$tab read -r _ bytes sha url; do
		[ "$sha" = - ] || warn "$label: any file in $place with SHA-256 $sha serves"
	done <<EOF
$rows
EOF
	n_unknown=$((n_unknown + 1))
	raise_status 1
}

# Parts of the alternatives that were not needed after all.
drop_parts() {
	[ -z "$dry_run" ] || return 0
	while IFS=$tab read -r _ bytes sha url; do
		name=$(file_name "$url") && rm -f "$place/$name.part"
	done <<EOF
$rows
EOF
}

# Tries the rows that have an address, in order, until one succeeds.
fetch_kind() {
	label="$date $1"
	rows=$(rows_of "$date" "$1")
	if already_there; then
		n_there=$((n_there + 1))
		drop_parts
		return
	fi
	tried='' http_status=''
	while IFS=$tab read -r _ bytes sha url; do
		[ "$url" != - ] || continue
		[ -z "$tried" ] || say "$label: trying the next address, $url"
		tried=yes
		if fetch_row; then
			n_got=$((n_got + 1))
			drop_parts
			return
		fi
	done <<EOF
$rows
EOF
	if [ -z "$tried" ]; then
		report_no_address
	elif [ "$http_status" = 404 ] && ! printf '%s\n' "$rows" | awk -F '\t' '$3 != "-" { sum = 1 } END { exit !sum }'; then
		warn "$label: nobody has reached it at this address yet; it may not be published"
		n_unreached=$((n_unreached + 1))
		raise_status 1
	else
		n_failed=$((n_failed + 1))
		raise_status 2
	fi
}

fetch_release() {
	date=$1
	place=$folder/$date
	kinds=$(kinds_of "$date")
	if [ -z "$kinds" ]; then
		unreached=$(known_dates unreached)
		warn "$date: no release of this date in $sources, which has$(known_dates)${unreached:+; not reached by anyone yet:$unreached}"
		raise_status 1
		return
	fi
	if [ -z "$dry_run" ]; then
		mkdir -p -- "$place" || die "$place: cannot be made"
	fi
	sums=$(sums_in "$place")
	for one_kind in $kinds; do
		fetch_kind "$one_kind"
	done
}

# The program $1 that stands beside this script, else the one on the PATH.
program() {
	beside=$(dirname -- "$0")/$1
	if [ -x "$beside" ] && [ "$(command -v "$1")" != "$beside" ]; then
		printf '%s' "$beside"
	else
		printf '%s' "$1"
	fi
}

# The last line is the command that makes the index, for pasting.
summary() {
	verb=fetched
	[ -z "$dry_run" ] || verb="to fetch"
	not_yet=
	[ "$n_unreached" -eq 0 ] || not_yet=", $n_unreached not reached by anyone yet"
	say "$n_got $verb, $n_there already there, $n_failed failed, $n_unknown without an address$not_yet"
	if [ $((n_got + n_there + n_failed)) -eq 0 ]; then
		say "Next: nothing is there for icd10-build-index yet"
		return
	fi
	if [ -n "$dry_run" ] && [ "$n_got" -gt 0 ]; then
		say "Next: the same command without -n, then"
	elif [ "$n_failed" -gt 0 ]; then
		say "Next: the same command again, then"
	else
		say "Next:"
	fi
	say "$(quoted "$(program icd10-build-index)") $(quoted "$folder")"
}

# --- an index that is made already ---

indexes_fault() {
	rows_fault '
	NF != 5 { fault(NF " fields, expected 5: format, newest, bytes, sha256, url") }
	$1 !~ /^[0-9]+$/ { expected($1, "the version of the index format") }
	!is_date($2) { expected($2, "the date of the newest release in it") }
	$3 !~ /^[0-9]+$/ { expected($3, "a number of bytes") }
	!is_sum($4) { expected($4, "a SHA-256") }'
}

# Prints "newest bytes sha url", tab-separated, for each index in the format that icd10-lookup reads.
index_rows() {
	awk -F '\t' -v OFS='\t' -v format="$1" '
	{ sub(/\r$/, "") }
	/^[0-9]/ && $1 == format { print $2, $3, tolower($4), $5 }
	' <"$sources"
}

# Sets $target, $place, $name and $part: where the index goes.
choose_target() {
	target=$output
	[ -n "$target" ] || target=${ICD10_INDEX:-}
	if [ -z "$target" ]; then
		data_home=${XDG_DATA_HOME:-${HOME:+$HOME/.local/share}}
		[ -n "$data_home" ] || die "neither HOME nor XDG_DATA_HOME is set, expected -o INDEX"
		target=$data_home/icd10/icd10cm.mdb
	fi
	case $target in
	/*) ;;
	*) target=./$target ;;
	esac
	[ ! -d "$target" ] || die "$target is a folder, expected the file of an index"
	place=$(dirname -- "$target")
	name=$(basename -- "$target")
	part=$target.part
}

# The seal of its pages, its records, and that it gives back the files it was made from: all that verify looks at.
check_index() {
	said=$("$lookup" -i "$part" verify 2>&1 </dev/null) && return 0
	problem="the index that came is not whole, or not for this icd10-lookup: $(printf '%s\n' "$said" | tail -n 1)"
	rm -f "$part"
	return 1
}

# One row of the table: $newest $bytes $sha $url.
fetch_index_row() {
	label="index of $newest"
	case $url in
	http://?* | https://?*) ;;
	*)
		warn "$label: $url: not used, expected an https or http address"
		return 1
		;;
	esac
	if [ -f "$target" ] && [ "$(sum_of "$target")" = "$sha" ]; then
		say "$label: already there: $target"
		return 0
	fi
	if [ -n "$dry_run" ]; then
		say "$label: would fetch $url to $target"
		return 0
	fi
	mkdir -p -- "$place" || die "$place: cannot be made"
	if ! obtain || ! check_index; then
		warn "$label: $url: $problem"
		return 1
	fi
	# On the disk before it is in place; whoever has the old one open keeps it.
	sync -- "$part" 2>/dev/null || :
	if ! mv -f -- "$part" "$target"; then
		warn "$label: $target: cannot be written"
		return 1
	fi
	say "$label: fetched $target ($bytes bytes, SHA-256 as expected, whole). It was made from:"
	"$lookup" -i "$target" releases || exit 2
}

fetch_index() {
	lookup=$(program icd10-lookup)
	command -v "$lookup" >/dev/null || die "icd10-lookup is not here, which has to look at the index"
	case $format in
	*[!0-9]*) format=$(sed -n 's/^#define ICD_FORMAT_VERSION //p' "$(dirname -- "$0")/../lookup/store/format.h") ;;
	esac
	rows=$(index_rows "$format")
	[ -n "$rows" ] || {
		warn "nobody is known to publish an index of format $format; icd10-fetch RELEASE... and icd10-build-index make one"
		exit 1
	}
	while IFS=$tab read -r newest bytes sha url; do
		fetch_index_row && exit 0
	done <<EOF
$rows
EOF
	exit 2
}

need_tools() {
	for tool in curl sha256sum; do
		command -v "$tool" >/dev/null || die "$tool is not installed, expected it on the PATH"
	done
}

# --- completion ---

# Prints what may stand for the last of the words, as icd10-lookup does for the scripts of shells: the options and values
# that usage() tells, and the releases of the table.
tell_next() {
	word='' before=''
	for argument in "$@"; do
		before=$word
		word=$argument
	done
	options=$(usage | awk -v OFS='\t' '/^-/ {
		option = $1; value = $2 ~ /^[A-Z]+$/ ? $2 : ""
		sub(/^-[^ ]* ([A-Z]+ )? */, "")
		print option, value, $0
	}')
	value=$(printf '%s\n' "$options" | awk -F '\t' -v before="$before" '$1 == before { print $2 }')
	if [ -n "$value" ]; then
		printf '\tfiles\n'
		return
	fi
	case $word in
	-*) printf '%s\n' "$options" | awk -F '\t' -v OFS='\t' -v word="$word" 'index($1, word) == 1 { print $1, $3 }' ;;
	*) complete_releases ;;
	esac
}

complete_releases() {
	sources=$installed_sources
	[ -r "$sources" ] || sources=$checkout_sources
	{
		printf 'all\tevery release that is known to be had\n'
		for known in $(known_dates) $(known_dates unreached); do
			case $known in
			*-10-01) printf '%s\tthe fiscal year from %s\n' "$((${known%%-*} + 1))" "$known" ;;
			esac
			printf '%s\tthe release of that day\n' "$known"
		done
	} 2>/dev/null | awk -v word="$word" 'index($0, word) == 1'
}

main() {
	if [ "${1-}" = __complete ]; then
		shift
		tell_next "$@" 2>/dev/null
		exit 0
	fi
	parse_arguments "$@"
	if [ -n "$ready_index" ]; then
		choose_sources "$installed_indexes" "$checkout_indexes"
		need_tools
		fault=$(indexes_fault) || die "$sources: cannot be read"
		[ -z "$fault" ] || die "$sources:$fault"
		choose_target
		fetch_index
	fi
	choose_folder
	choose_sources "$installed_sources" "$checkout_sources"
	need_tools
	fault=$(table_fault) || die "$sources: cannot be read"
	[ -z "$fault" ] || die "$sources:$fault"
	add_all
	for release in $releases; do
		fetch_release "$release"
	done
	summary
	exit "$status"
}

main "$@"
