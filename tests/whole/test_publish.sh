#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The same releases make the same index, byte for byte, wherever they lie and whoever makes it
# when; and a new index takes the place of the old one without disturbing those who read it.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
# shellcheck source=tests/support/check.sh
. tests/support/check.sh

cc=${CC:-cc}
# shellcheck disable=SC2086
$cc ${CFLAGS-} ${LDFLAGS-} -o "$scratch/make_bad" tests/support/make_bad.c -lzip || exit 2
cd "$scratch" || exit 2
sample=$root/data/sample

# same NAME ARGUMENT...: the builder makes the index that stands in first.mdb.
same() {
	name=$1
	shift
	rm -f other.mdb
	check "$name" icd10-build-index -q -o other.mdb "$@"
	check "$name: the same index" cmp first.mdb other.mdb
}

icd10-build-index -q -o first.mdb "$sample" || exit 2

same 'again' "$sample"
same 'over an older one' "$sample"
same 'releases one by one' "$sample/2020-10-01" "$sample/2021-01-01" "$sample/2021-10-01" "$sample/2025-10-01"
same 'releases in another order' "$sample/2025-10-01" "$sample/2020-10-01" "$sample/2021-10-01" "$sample/2021-01-01"
same 'a release twice' "$sample/2025-10-01" "$sample"

mkdir -p elsewhere/deeper
cp -r "$sample" elsewhere/deeper/
find elsewhere -type f -exec touch -d 2001-02-03 {} +
same 'in another folder' elsewhere
same 'by another path' ./elsewhere/../elsewhere/deeper/sample/

# Files in another order, as loose arguments.
set --
for file in "$sample"/*/*; do
	case $file in
	*README*) ;;
	*) set -- "$file" "$@" ;;
	esac
done
same 'file by file' "$@"

# Zipped as published, with a folder inside.
for release in 2020-10-01 2021-01-01 2021-10-01 2025-10-01; do
	mkdir -p "zips/$release"
	set --
	for file in "$sample/$release"/*; do
		set -- "$@" "Code Descriptions/$(basename "$file")" "$file"
	done
	./make_bad zip "zips/$release/all.zip" "$@" || exit 2
done
same 'in zips' zips

(
	export TZ=Pacific/Kiritimati LC_ALL=C ICD10_TODAY=1999-12-31 ICD10_ON=2021-01-01
	icd10-build-index -q -o other.mdb "$sample"
)
check 'at another time and place' cmp first.mdb other.mdb

# Who may read it is for the umask to say; where it goes, for the environment.
(umask 022 && icd10-build-index -q -o open.mdb "$sample")
(umask 077 && icd10-build-index -q -o closed.mdb "$sample")
check 'umask 022' test "$(find open.mdb -perm 644)" = open.mdb
check 'umask 077' test "$(find closed.mdb -perm 600)" = closed.mdb
icd10-build-index -q "$sample"
check 'the default place' cmp first.mdb .local/share/icd10/icd10cm.mdb
XDG_DATA_HOME=$scratch/xdg icd10-build-index -q "$sample"
check 'XDG_DATA_HOME' cmp first.mdb xdg/icd10/icd10cm.mdb
ICD10_INDEX=named.mdb icd10-build-index -q "$sample"
check 'ICD10_INDEX' cmp first.mdb named.mdb

# A reader that has the old index open goes on with it.
icd10-build-index -q -o replaced.mdb "$sample/2020-10-01" || exit 2
mkfifo questions answers
icd10-lookup -i replaced.mdb code -1 - <questions >answers 2>/dev/null &
exec 3>questions 4<answers
sleep 0.3 # it opens the index
icd10-build-index -q -o replaced.mdb "$sample"
check 'replaced' cmp first.mdb replaced.mdb
echo M54.5 >&3
exec 3>&-
read -r answer <&4
check 'the old index goes on answering' test "${answer#M54.5 *billable}" != "$answer"
wait
case $(icd10-lookup -i replaced.mdb -1 M54.5) in
M54.5*header*) check 'the new index answers' true ;;
*) check 'the new index answers' false ;;
esac
check 'nothing is left behind' test -z "$(find . -name '*.lock' -o -name '*.new')"

echo "publish: $passed passed, $failed failed"
[ $failed -eq 0 ]
