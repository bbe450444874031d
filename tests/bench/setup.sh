# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034
# What the scripts of this folder share; read by them with `.`. Sets lookup, builder, work (a folder that goes at the end)
# and measure.
BUILD=${BUILD:-build}
lookup=$BUILD/icd10-lookup
builder=$BUILD/icd10-build-index
measure=$BUILD/tests/bench/bench_measure
here=tests/bench
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP
for program in "$lookup" "$builder" "$measure"; do
	[ -x "$program" ] || { echo "no $program: make bench makes it" >&2; exit 2; }
done

# Is a row asked for? $rows are the words that its name may begin with, "" for all.
wanted()
{
	[ -z "$rows" ] && return 0
	for row in $rows; do
		case $1 in "$row"*) return 0 ;; esac
	done
	return 1
}

has()
{
	command -v "$1" >/dev/null 2>&1
}

# A text or table of a kind, of so many bytes or rows, from the codes file that `export codes` wrote:
# generate KIND SIZE [SEED] >FILE
generate()
{
	LC_ALL=C awk -v kind="$1" -v size="$2" -v seed="${3:-1}" -f "$here/generate.awk" "$work/codes"
}
