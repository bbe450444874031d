#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# libicd10 from outside: a C program and a Python script give the same answers as the command for 2,000 codes; eight
# threads do so at once; nothing is seen of the library but icd10.h; it installs, and leaves nothing behind.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-$PWD/build}
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
# Sanitizers and coverage bring functions of their own, which a script cannot load and which print.
case "${CFLAGS-} ${LDFLAGS-}" in *sanitize* | *coverage*) plain=false ;; *) plain=true ;; esac
failed=0
not_ok() {
	echo "library: $*" >&2
	failed=1
}
same() { # NAME OURS THE_COMMAND'S
	cmp -s "$2" "$3" || {
		not_ok "$1: not the answers of the command"
		diff "$2" "$3" | head -4 >&2
	}
}
has() { command -v "$1" >/dev/null; }
export ICD10_NOTES="$scratch/none" XDG_DATA_HOME="$scratch/none" HOME="$scratch/none"
mkdir "$scratch/none"

# ---- the index: of the official releases, when they are there; built once ----

. tests/support/official_index.sh
sample=$scratch/sample.mdb
"$build/icd10-build-index" -q -o "$sample" data/sample || exit 1
date=2022-02-01
lookup() { "$build/icd10-lookup" -i "$index" --on "$date" "$@"; }

# ---- what is asked: every so manieth code, as typed; its neighbours; the words of its title ----

lookup export order | cut -c7-13,77- >"$scratch/book"
awk -v every="$(($(wc -l <"$scratch/book") / 1990 + 1))" 'NR % every == 0' "$scratch/book" >"$scratch/some"
cut -c1-7 "$scratch/some" | tr -d ' ' >"$scratch/codes"
printf '%s\n' m54.50 'M54.5-' S72001 T36.0X5 Q99.99 I10X 5450 W21.89A >>"$scratch/codes"
awk 'NR > 1 { print before, $1 } { before = $1 }' "$scratch/codes" >"$scratch/pairs"
cut -c8- "$scratch/some" | tr -cs 'A-Za-z\n' ' ' | awk 'NR % 4 == 0 && NF { print $1, $2, $3 }' >"$scratch/searches"
echo "library: $(wc -l <"$scratch/codes") codes of $releases"
lookup -f json code - <"$scratch/codes" >"$scratch/cards.command"
lookup -f tsv check "$scratch/codes" | cut -f1-7 >"$scratch/checks.command"
sed 's/^/pair /' "$scratch/pairs" | lookup -f tsv shell >"$scratch/pairs.command"
sed 's/^/search /' "$scratch/searches" | lookup -f tsv shell >"$scratch/searches.command"
ln -s codes "$scratch/cards"
ln -s codes "$scratch/checks"

# ---- a C program with the static library, a Python script with the shared one ----

libs=$(sed -n 's/^Libs.private: //p' "$build/icd10.pc")
${CC:-cc} -std=c11 ${CFLAGS-} -Ilookup -o "$scratch/answers" tests/library/answers.c "$build/libicd10.a" $libs -lpthread \
	${LDFLAGS-} || exit 1
for kind in cards checks pairs searches; do
	"$scratch/answers" "$index" "$date" "$kind" <"$scratch/$kind" >"$scratch/$kind.c" || not_ok "$kind: the C program"
	same "$kind, C" "$scratch/$kind.c" "$scratch/$kind.command"
	if has python3 && $plain; then
		python3 tests/library/answers.py "$build/libicd10.so" "$index" "$date" "$kind" \
			<"$scratch/$kind" >"$scratch/$kind.py" || not_ok "$kind: the Python script"
		same "$kind, Python" "$scratch/$kind.py" "$scratch/$kind.command"
	else
		echo "library: $kind with Python: skipped"
	fi
done

# What only the C program asks: ICD-9-CM both ways, and lists (a line each).
lookup -f tsv icd9 - <"$scratch/codes" 2>/dev/null | cut -f 5 | awk 'NF && !seen[$1]++ && NR % 3 == 0' >"$scratch/mappings"
cat "$scratch/codes" >>"$scratch/mappings"
lookup -f tsv icd9 - <"$scratch/mappings" >"$scratch/mappings.command" 2>/dev/null
printf '%s\n' 'M54.5-, !M54.59' 'M50-M54, !M51-' 'E11.-, !E11.2-, I10' 'Q99.99' 'M54.5' 'A00-B99' >"$scratch/listed"
while read -r list; do echo "$list" | lookup list expand -1 -; done <"$scratch/listed" >"$scratch/listed.command" 2>/dev/null
for kind in mappings listed; do
	"$scratch/answers" "$index" "$date" "$kind" <"$scratch/$kind" >"$scratch/$kind.c" || not_ok "$kind: the C program"
	same "$kind, C" "$scratch/$kind.c" "$scratch/$kind.command"
	[ "$releases" = data/sample ] || [ -s "$scratch/$kind.c" ] || not_ok "$kind: nothing was answered"
done

# ---- eight threads ----

thread_flags='-O1 -g -fsanitize=thread'
if echo 'int main(void){return 0;}' | ${CC:-cc} -x c $thread_flags -o "$scratch/empty" - 2>/dev/null && "$scratch/empty"; then
	${MAKE:-make} -s BUILD="$build/thread" CFLAGS="$thread_flags" LDFLAGS="$thread_flags" "$build/thread/libicd10.a" &&
		${CC:-cc} -std=c11 $thread_flags -Ilookup -o "$scratch/threads" tests/library/answers.c \
			"$build/thread/libicd10.a" $libs -lpthread || exit 1
	for kind in cards checks pairs searches mappings listed; do
		awk 'NR % 20 == 0' "$scratch/$kind" >"$scratch/$kind.some"
	done
	TSAN_OPTIONS=exitcode=66 "$scratch/threads" "$index" "$date" threads 8 "$scratch/cards.some" \
		"$scratch/checks.some" "$scratch/pairs.some" "$scratch/searches.some" "$scratch/mappings.some" \
		"$scratch/listed.some" || not_ok "threads"
else
	echo "library: threads under the thread sanitizer: skipped"
fi

# ---- what is seen from outside ----

sed 's|/\*.*\*/||' lookup/icd10.h | grep -o 'icd10_[a-z0-9_]*(' | tr -d '(' | grep -v '^icd10_verified$' | sort -u >"$scratch/header"
nm -D --defined-only "$build/libicd10.so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort >"$scratch/shared"
nm -g --defined-only "$build/libicd10.a" 2>/dev/null | awk 'NF == 3 { print $3 }' | sort >"$scratch/static"
for form in shared static; do
	$plain && grep -v '^icd10_' "$scratch/$form" && not_ok "the $form library shows more than icd10_"
done
[ "$(grep -c . "$scratch/shared")" -gt 80 ] || not_ok "the shared library shows too little"
sed -n 's/^\t\(icd10_[a-z0-9_]*\);$/\1/p' lookup/icd10.map | sort | cmp -s - "$scratch/shared" ||
	not_ok "the map is not what is defined"
grep -vxFf "$scratch/header" "$scratch/shared" && not_ok "shown, but not in icd10.h"
$plain && nm -D --undefined-only "$build/libicd10.so" | grep -wE 'stdout|stderr|printf|puts|exit|abort|setlocale' &&
	not_ok "the library prints, or ends the program"
find "$build/library/lookup" -name '*.d' | while read -r made; do
	source=${made#"$build/library/"}
	[ ! -f "${source%.d}.c" ] || sed -e 's/^[^:]*://' -e 's/.$/& /' -e 's/[\\]//' "$made"
done | tr -s ' ' '\n' | grep '^lookup/.*\.[ch]$' | sort -u >"$scratch/sources"
while read -r source; do
	[ ! -f "$source" ] || grep -q '^/\* SPDX-License-Identifier: LGPL-2.1-or-later \*/' "$source" || echo "$source"
done <"$scratch/sources" | grep . && not_ok "of the library, but not under the LGPL"

# ---- installed, used, taken away ----

# With the prefix that the build has: with another one all would be compiled anew.
root=$scratch/root
prefix=$(cat "$build/prefix")
quiet="$scratch/install.log"
DESTDIR=$root PREFIX=$prefix ${MAKE:-make} -s install >"$quiet" 2>&1 || { cat "$quiet" >&2; not_ok "make install"; }
for made in icd10-build-index icd10-lookup icd10-fetch; do
	cmp "$build/$made" "$root$prefix/bin/$made" || not_ok "make install changes $made"
done
[ "$(readlink "$root$prefix/bin/icd10")" = icd10-lookup ] || not_ok "icd10 is installed as no link"
for file in data/schema/*.json data/notes/*.txt man/*.[0-9] $(find data/sample -type f); do
	find "$root$prefix" -name "${file##*/}" | grep -q . || not_ok "make install leaves out $file"
done
[ ! -e "$build/sqlite/icd10.so" ] || cmp "$build/sqlite/icd10.so" "$root$prefix/lib/sqlite3/icd10.so" ||
	not_ok "make install leaves out the extension of SQLite"
if has pkg-config; then
	flags=$(PKG_CONFIG_LIBDIR=$root$prefix/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$root PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 \
		PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 pkg-config --cflags --libs icd10)
	for compiler in "${CC:-cc} -std=c99" g++; do
		if ! has "${compiler%% *}"; then
			echo "library: a caller with $compiler: skipped"
			continue
		fi
		case $compiler in g++) language=c++ ;; *) language=c ;; esac
		$compiler -pedantic -Wall -Wextra -Werror ${CFLAGS-} ${LDFLAGS-} -x $language -o "$scratch/caller" \
			tests/library/caller.c -x none $flags || not_ok "a caller with $compiler does not compile"
		LD_LIBRARY_PATH=$root$prefix/lib "$scratch/caller" "$sample" || not_ok "a caller with $compiler"
	done
	# The example of icd10(3).
	sed -n '/^\.Bd -literal$/,/^\.Ed$/p' man/icd10.3 | sed -e '/^\.[BE]d/d' -e 's/\\e/\\/g' >"$scratch/example.c"
	if ${CC:-cc} -std=c99 -pedantic -Wall -Werror ${CFLAGS-} ${LDFLAGS-} -o "$scratch/example" "$scratch/example.c" $flags
	then
		LD_LIBRARY_PATH=$root$prefix/lib "$scratch/example" "$sample" M54.50 >"$scratch/example.out"
		"$build/icd10-lookup" -i "$sample" -f json code M54.50 >"$scratch/example.command"
		head -n 1 "$scratch/example.out" >"$scratch/example.json"
		same "the example of icd10(3)" "$scratch/example.json" "$scratch/example.command"
		[ "$(wc -l <"$scratch/example.out")" -gt 2 ] || not_ok "the example of icd10(3) shows no notes"
	else
		not_ok "the example of icd10(3) does not compile"
	fi
else
	echo "library: callers through pkg-config: skipped"
fi
DESTDIR=$root PREFIX=$prefix ${MAKE:-make} -s uninstall >"$quiet" 2>&1 || not_ok "make uninstall"
find "$root$prefix" -mindepth 1 | grep . && not_ok "left behind by make uninstall"

# Libraries of another folder, as distributions keep them, and the rest where it was.
DESTDIR=$root PREFIX=$prefix LIBDIR=$prefix/lib/machine ${MAKE:-make} -s install >"$quiet" 2>&1 || not_ok "make install LIBDIR"
[ -f "$root$prefix/lib/machine/libicd10.a" ] || not_ok "libraries do not go to LIBDIR"
grep -qx 'libdir=${prefix}/lib/machine' "$root$prefix/lib/machine/pkgconfig/icd10.pc" || not_ok "icd10.pc does not name LIBDIR"
DESTDIR=$root PREFIX=$prefix LIBDIR=$prefix/lib/machine ${MAKE:-make} -s uninstall >"$quiet" 2>&1
find "$root$prefix" -mindepth 1 | grep . && not_ok "left behind in LIBDIR by make uninstall"

[ $failed = 0 ] && echo "library: passed"
exit $failed
