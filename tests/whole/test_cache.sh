#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What is kept of files and zips that were read before makes the same index, byte for byte, as the files themselves: also
# when entries are damaged or are another builder's, when a zip has changed, when two builders run at once, and where
# nothing can be kept.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
# shellcheck source=tests/support/check.sh
. tests/support/check.sh

cd "$scratch" || exit 2
XDG_CACHE_HOME=$scratch/cache
export XDG_CACHE_HOME
kept=$XDG_CACHE_HOME/icd10/read
books=$XDG_CACHE_HOME/icd10/books
cp -r "$root/data/sample" releases || exit 2
# One release zipped, in a zip, as some are published.
if command -v python3 >/dev/null; then
	(cd releases/2025-10-01 && python3 -m zipfile -c inner.zip ./*.* && python3 -m zipfile -c release.zip inner.zip &&
		find . -type f ! -name release.zip -exec rm {} +) || exit 2
fi
# entries [WHICH...]: what is kept, of single files and of books, as find is asked for it.
entries() {
	find "$kept" "$books" -type f "$@"
}

# same NAME: the builder makes the index that it made without a cache.
same() {
	rm -f made.mdb
	check "$1" icd10-build-index -q -o made.mdb releases
	check "$1: the same index" cmp without.mdb made.mdb
}

# Old entries of the cache: those that no build has used since they were made old.
old() {
	entries -mmin +60 | wc -l
}

icd10-build-index -q --no-cache -o without.mdb releases
check 'nothing is kept without a cache' test ! -e "$kept"
same 'the first build'
check 'the book and its indexes are kept apart' test "$(find "$books" -type f | wc -l)" -eq 2
count=$(entries | wc -l)
check 'every file of a kind that takes long is kept' test "$count" -ge 15
same 'from what was kept'
check 'nothing is kept twice' test "$(entries | wc -l)" -eq "$count"
for entry in "$books"/*; do
	rm "$entry"
	same 'a book or its indexes gone'
	check 'that is kept again' test -e "$entry"
done
# In another folder the book of the releases, in whose report the folder stands, is another one.
entries -exec touch -d '2 days ago' {} +
mv releases moved
check 'another folder' icd10-build-index -q -o moved.mdb moved
check 'another folder: the same index' cmp without.mdb moved.mdb
check 'all that was kept but the book and its indexes is used' test "$(old)" -eq 2
check 'and nothing else is kept' test "$(entries | wc -l)" -eq "$((count + 2))"
mv moved releases

for entry in "$kept"/* "$books"/*; do
	printf '\377\377\377\377' | dd of="$entry" bs=1 seek=1 conv=notrunc 2>/dev/null
done
same 'all entries damaged'
for entry in "$kept"/* "$books"/*; do
	truncate -s -1 "$entry"
done
same 'all entries cut short'
check 'they are kept anew' test "$(entries | wc -l)" -eq "$((count + 2))"

cp "$build/icd10-build-index" other
printf 'another' >>other
rm -f made.mdb
check 'another builder' ./other -q -o made.mdb releases
check 'another builder: the same index' cmp without.mdb made.mdb
check 'another builder reads anew' test "$(entries | wc -l)" -gt "$count"

rm -r "$XDG_CACHE_HOME"
icd10-build-index -q -o beside.mdb releases &
same 'two at once'
wait $!
check 'two at once, the other' cmp without.mdb beside.mdb
check 'two at once, what is kept' test "$(entries | wc -l)" -eq "$count"

if [ -f releases/2025-10-01/release.zip ]; then
	cp without.mdb before.mdb
	(cd releases/2025-10-01 && python3 -m zipfile -e release.zip . && python3 -m zipfile -e inner.zip . && rm ./*.zip &&
		sed -i 's/Low back pain, unspecified/Low back pain, not specified/' ./* &&
		python3 -m zipfile -c inner.zip ./*.* && python3 -m zipfile -c release.zip inner.zip &&
		find . -type f ! -name release.zip -exec rm {} +) || exit 2
	icd10-build-index -q --no-cache -o without.mdb releases
	check 'a zip that has changed makes another index' sh -c '! cmp -s without.mdb before.mdb'
	same 'a zip that has changed'
fi

rm -r "$XDG_CACHE_HOME"
: >"$XDG_CACHE_HOME"
same 'no place for a cache'

echo "cache: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
