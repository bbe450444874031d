#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Do the tests bite? Puts small mistakes into a source file, one at a time (see support/mutants.c), and tells
# which of them no test notices:
#
#	tests/mutate.sh [-n COUNT] [-s SEED] [-d FOLDER] [-v] FILE...
#
#	-n COUNT   that many of the mutants of all FILEs together, chosen by the seed; else all
#	-s SEED    another seed, another choice (1)
#	-d FOLDER  keeps the scratch copy there, so that the next run need not compile everything
#	-v         names each mutant as it is tried
#
# FILE is a source file of lookup/ or build-index/, not main.c. Prints a line per survivor, "file:line: operator:
# before -> after", and the score of each file and room; a mutant that does not compile does not count, one whose
# tests crash or do not end counts as noticed. Status 1 when any survived. The tree itself is only read.
#
# To be quick, all but the main files are one shared library: a mutant costs one compiler call, one link, and the
# tests up to the first that fails.

# shellcheck disable=SC2086,SC2046 # lists of objects and options are meant to be split

set -u
usage() {
	sed -n 's/^#	\(tests.*\)/usage: \1/p' "$0" >&2
	exit 2
}

count=0 seed=1 folder='' verbose=false
while getopts n:s:d:v option; do
	case $option in
	n) count=$OPTARG ;;
	s) seed=$OPTARG ;;
	d) folder=$OPTARG ;;
	v) verbose=true ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || usage
root=$(cd "$(dirname "$0")/.." && pwd)
relative=''
for file in "$@"; do
	case $file in
	"$root"/*) file=${file#"$root"/} ;;
	esac
	[ -f "$root/$file" ] || { echo "mutate: $file: no such file of the project" >&2 && exit 2; }
	relative="$relative $file"
done

if [ -n "$folder" ]; then
	mkdir -p "$folder" || exit 2
	scratch=$(cd "$folder" && pwd)
	trap : EXIT
else
	scratch=$(mktemp -d) || exit 2
	trap 'rm -rf "$scratch"' EXIT
fi
trap 'exit 2' HUP INT TERM

# ---- the scratch copy, compiled ----

# Only what differs is copied, so that make compiles no more than that.
parts='Makefile lookup build-index tests data man'
(cd "$root" && find $parts -type f) | while read -r file; do
	cmp -s "$root/$file" "$scratch/$file" && continue
	mkdir -p "$scratch/$(dirname "$file")"
	cp "$root/$file" "$scratch/$file" || exit 2
done || exit 2
cd "$scratch" || exit 2
find $parts -type f | while read -r file; do
	[ -e "$root/$file" ] || rm "$file"
done
export ICD10_RELEASES=none ICD10_BUILD="$scratch/build" BUILD="$scratch/build" LC_ALL=C.UTF-8 TERM=dumb
export LD_LIBRARY_PATH="$scratch/mutant" TMPDIR="$scratch/tmp"
unset ICD10_INDEX ICD10_ON MAKEFLAGS
rm -rf mutant tmp
mkdir -p mutant tmp
libraries="-llmdb -lnettle -lutf8proc -lstemmer -lxml2 -lzip -lcsv -ljansson -lreadline -lpthread -lm"
linker=''
[ -z "$(command -v ld.lld)" ] || linker=-fuse-ld=lld
flags='-O1 -fPIC -w -Werror=int-conversion -Werror=incompatible-pointer-types'

objects() {
	find "$@" -name '*.c' | sed 's|\(.*\)\.c$|build/\1.o|'
}
all=$(objects lookup build-index | grep -v /main.o)
tests=$(find tests -name 'test_*.c' ! -name test_shell_pty.c ! -path 'tests/whole/*' | sort | sed 's|\(.*\)\.c$|build/\1|')
make -s -j2 CFLAGS="$flags" $all build/lookup/main.o build/build-index/main.o build/icd10-fetch \
	$(echo "$tests" | sed 's/$/.o/') || exit 2
cc -O1 -o mutants tests/support/mutants.c || exit 2

# link LIBRARY OBJECT...
link() {
	library=$1
	shift
	cc -shared $linker -o "$library" "$@" $libraries
}
link mutant/libmutant.so $all || exit 2
program() {
	cc $linker -o "$@" -Lmutant -lmutant -lcmocka $libraries || exit 2
}
program build/icd10-lookup build/lookup/main.o
program build/icd10-build-index build/build-index/main.o
ln -sf icd10-lookup build/icd10
for test in $tests; do
	program "$test" "$test.o"
done

# ---- the tests that matter ----

# room_of FILE
room_of() {
	case $1 in
	*/*/*) basename "$(dirname "$1")" ;;
	*) dirname "$1" ;;
	esac
}

# other_tests ROOM: those of other rooms. Tests of readers know nothing of what is looked up.
other_tests() {
	case $1 in
	merge | facts | write | notes | read | find) echo "$tests" | grep -v "/tests/$1/\|/tests/\(base\|words\|memory\|user\|input\)/" ;;
	*) echo "$tests" | grep -v "/tests/$1/\|/tests/\(base\|words\|memory\|read\|user\)/" ;;
	esac
}

# ends COMMAND...: succeeds, and soon: by the processor's time, since the machine may have other work.
ends() {
	# shellcheck disable=SC3045 # every sh of today knows ulimit -t
	(ulimit -t 4 && exec timeout 300 "$@") >tmp/output 2>&1
}

# fails TEST...
fails() {
	for test; do
		ends "$test" || return 0
	done
	return 1
}

# notices ROOM: do the tests fail? Its own come first, then golden tests that speak of it or are made of small
# releases, then the others.
notices() {
	golden=$(cd tests/golden && find . -name '*.cmd' | sed 's|^..||; s|.cmd$||' | sort)
	fails $(echo "$tests" | grep "/tests/$1/") && return 0
	ends sh tests/run_golden.sh --stop $(echo "$golden" | grep "^made_\|$1") || return 0
	fails $(other_tests "$1") && return 0
	ends sh tests/run_golden.sh --stop $(echo "$golden" | grep -v "^made_\|$1") || return 0
	case $1 in
	store | find | read | write | merge | build-index) ends sh tests/run_bad.sh || return 0 ;;
	esac
	return 1
}

# ---- the mutants ----

# prepare FILE: how it is compiled, and all other objects as one
prepare() {
	object=build/${1%.c}.o
	compile=$(make -n -W "$1" CFLAGS="$flags" "$object" | grep -- ' -c ') || exit 2
	compile=$(echo "$compile" | sed "s|-O1|-O0|; s|-c -o .*|-iquote $(dirname "$1") -c -o tmp/mutant.o tmp/mutant.c|; s|-MMD -MP||")
	ld -r -o tmp/others.o $(echo "$all" | grep -vx "$object") || exit 2
	prepared=$1
	[ "${sound-}" = "$(room_of "$1")" ] && return
	cp "$1" tmp/mutant.c
	[ "$(try "$1" </dev/null)" = survived ] || { cat tmp/output && echo "mutate: $1: tests fail without a mutant" >&2 && exit 2; }
	sound=$(room_of "$1")
}

# try FILE: prints what becomes of tmp/mutant.c in its stead
try() {
	eval "$compile" 2>/dev/null || { echo 'does not compile' && return; }
	rm mutant/libmutant.so
	link mutant/libmutant.so tmp/others.o tmp/mutant.o || { echo 'does not compile' && return; }
	if notices "$(room_of "$1")"; then echo noticed; else echo survived; fi
}

choice=''
[ "$count" -eq 0 ] || choice="-n $count -s $seed"
./mutants $choice $relative >tmp/list
tab=$(printf '\t')
: >tmp/results
while IFS=$tab read -r file number line operator before after; do
	[ "${prepared-}" = "$file" ] || prepare "$file"
	! $verbose || printf '%s:%s: %s: %s -> %s: ' "$file" "$line" "$operator" "$before" "$after" >&2
	./mutants -m "$number" "$file" >tmp/mutant.c
	fate=$(try "$file" </dev/null)
	! $verbose || echo "$fate" >&2
	printf '%s\t%s\t%s\n' "$(room_of "$file")" "$file" "$fate" >>tmp/results
	[ "$fate" != survived ] || printf '%s:%s: %s: %s -> %s\n' "$file" "$line" "$operator" "$before" "$after"
done <tmp/list

# ---- the score ----

awk -F '\t' '
	$3 == "does not compile" { next }
	{ tried[$2]++; tried[$1 "/"]++; room[$2] = $1 "/" }
	$3 == "noticed" { noticed[$2]++; noticed[$1 "/"]++ }
	$3 == "survived" { survived++ }
	END {
		for (name in tried)
			printf "%-40s %4d of %4d noticed, %3d%%\n", name, noticed[name], tried[name], 100 * noticed[name] / tried[name] | "sort"
		close("sort")
		exit survived > 0
	}' tmp/results
