#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Broken inputs, broken indexes and a failing file system: each is refused with status 2 and
# one sentence that names the file; the old index stays as it was and nothing is left lying about.
#
# The small broken inputs are in tests/bad/; those that are large, or not files, are made here.

set -u
cd "$(dirname "$0")/.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh

export XDG_DATA_HOME="$scratch/data"

cc=${CC:-cc}
# shellcheck disable=SC2046,SC2086
$cc ${CFLAGS-} ${LDFLAGS-} -o "$scratch/make_bad" tests/support/make_bad.c -lzip || exit 2
# Without the sanitizers' flags: a library with them could not be loaded.
$cc -D_GNU_SOURCE -shared -fPIC -o "$scratch/faults.so" tests/support/faults.c -ldl || exit 2
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"

cd "$scratch" || exit 2
sample=$root/data/sample
mkdir old out in
icd10-build-index -q -o old/index.mdb "$sample/2020-10-01" || exit 2
icd10-build-index -q -o good.mdb "$sample" || exit 2

passed=0
failed=0

# Counts $1, a test's name, as passed when $2 is empty; $2 says what is wrong.
count() {
	if [ -z "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf '%s: %s\n' "$1" "$2"
		[ ! -s stderr ] || sed 's/^/    /' stderr
	fi
}

# What is wrong with a refusal: status $1, whose program is $2, whose sentence matches $3.
refusal() {
	if [ "$1" -ne 2 ]; then
		echo "status $1, not 2"
	elif [ -s stdout ]; then
		echo 'standard output is not empty'
	elif [ "$(wc -l <stderr)" -ne 1 ]; then
		echo 'one sentence was expected on standard error'
	elif ! grep -q "^$2: " stderr; then
		echo "the sentence should begin with '$2: '"
	elif ! grep -q -e "$3" stderr; then
		echo "the sentence should say '$3'"
	fi
}

# What is wrong with the folder of the index: it should hold the old index, as it was, and $1 more files.
leftovers() {
	if ! cmp -s old/index.mdb out/index.mdb; then
		echo 'the old index is another one'
	elif [ "$(find out -mindepth 1 | wc -l)" -ne $((1 + $1)) ]; then
		echo "left behind: $(find out -mindepth 1 ! -name index.mdb | tr '\n' ' ')"
	fi
}

fresh() {
	rm -rf out stdout stderr
	mkdir out
	cp old/index.mdb out/index.mdb
}

# refuse NAME PATTERN ARGUMENT...: the builder refuses these arguments.
refuse() {
	name=$1 pattern=$2
	shift 2
	fresh
	icd10-build-index -o out/index.mdb "$@" >stdout 2>stderr
	problem=$(refusal $? icd10-build-index "$pattern")
	count "$name" "${problem:-$(leftovers 0)}"
}

# The same with a failing file system: refuse_fault NAME PATTERN FAULT PATH AFTER ARGUMENT...
refuse_fault() {
	name=$1 pattern=$2 fault=$3 path=$4 after=$5
	shift 5
	fresh
	FAULT=$fault FAULT_PATH=$path FAULT_AFTER=$after LD_PRELOAD=$scratch/faults.so \
		icd10-build-index -o out/index.mdb "$@" >stdout 2>stderr
	problem=$(refusal $? icd10-build-index "$pattern")
	count "$name" "${problem:-$(leftovers 0)}"
}

# refuse_index NAME PATTERN INDEX: the reader refuses this index, whatever it is asked.
refuse_index() {
	for arguments in M54.50 releases 'tree 13'; do
		# shellcheck disable=SC2086
		icd10-lookup -i "$3" $arguments >stdout 2>stderr
		count "$1 ($arguments)" "$(refusal $? icd10-lookup "$2")"
	done
}

# ---- the files of tests/bad: NAME.*, and in its first line what the sentence should say ----

while read -r file pattern; do
	rm -rf in/2025-10-01
	mkdir -p in/2025-10-01
	cp "$root/tests/bad/$file" in/2025-10-01/
	refuse "$file" "$pattern" in/2025-10-01
done <"$root/tests/bad/expected"

# ---- files made from sound ones ----

tabular=$sample/2025-10-01/icd10cm_tabular_2026.xml
order=$sample/2025-10-01/icd10cm_order_2026.txt
dated=in/2025-10-01

# again: an empty folder of a release.
again() {
	rm -rf in
	mkdir -p $dated
}

for size in 3000 20000 40000; do
	again
	head -c $size "$tabular" >$dated/list.xml
	refuse "list cut off at $size bytes" "^icd10-build-index: $dated/list.xml:[0-9]*: " in
done
again
head -c 60 "$tabular" >$dated/list.xml
refuse 'list cut off in its root' ': ' $dated/list.xml
again
head -c 5000 "$order" >$dated/order.txt
refuse 'order file cut off in a row' "$dated/order.txt:[0-9]*: " in
again
sed '2s/^\(.\{14\}\)./\12/' "$order" >$dated/order.txt
refuse 'order row with another flag' "$dated/order.txt:2: " in
again
cp "$sample/2025-10-01"/*codes* $dated/
sed '2s/^[A-Z][a-z]*/Rename/' "$sample/2025-10-01/icd10cm_order_addenda_2026.txt" >$dated/addenda.txt
refuse 'addenda with another verb' "$dated/addenda.txt:2: " in
again
cp "$order" "$root/tests/bad/index_no_title.xml" $dated/
refuse 'index with a term without its title' "$dated/index_no_title.xml:6: " in
again
sed '20s/.*/00020 M5450/' "$order" >$dated/order.txt
refuse 'order row cut short' "$dated/order.txt:20: " in
again
{ cat "$order" && sed -n 20p "$order"; } >$dated/order.txt
refuse 'order row twice' "$dated/order.txt:[0-9]*: .*20" in
again
awk '/<diag><name>M54.50</ && !done { print; done = 1 } { print }' "$tabular" >$dated/list.xml
refuse 'code twice in the list' "$dated/list.xml:[0-9]*: " in
again
LC_ALL=C sed 's/Loin pain/Loin p\xe4in/' "$tabular" >$dated/list.xml
refuse 'list that is no UTF-8' "$dated/list.xml:[0-9]*: " in
again
printf '\000' | cat - "$tabular" >$dated/list.xml
refuse 'list behind a NUL' ': ' $dated/list.xml
again
./make_bad deep $dated/list.xml 100000
refuse 'list nested too deep' "$dated/list.xml:[0-9]*: " in

# ---- zips ----

again
./make_bad zip whole.zip a/icd10cm_order_2026.txt "$order" b/list.xml "$tabular"
icd10-build-index -q -o zipped.mdb --effective 2025-10-01 whole.zip || count 'sound zip' 'was refused'
for size in 100 5000 $(($(wc -c <whole.zip) - 50)); do
	again
	head -c $size whole.zip >$dated/half.zip
	refuse "zip cut off at $size bytes" "$dated/half.zip: " in
done
again
{ head -c 3000 whole.zip && printf 'XXXXXXXXXXXXXXXX' && tail -c +3017 whole.zip; } >$dated/broken.zip
refuse 'zip with other bytes in it' "$dated/broken.zip: " in
again
./make_bad zip one.zip whole.zip whole.zip
./make_bad zip two.zip one.zip one.zip
./make_bad zip $dated/three.zip two.zip two.zip
refuse 'zips within zips within zips' "$dated/three.zip: two.zip: one.zip: whole.zip: .*unpack" in
again
head -c 5000 whole.zip >half.zip
./make_bad zip $dated/outer.zip half.zip half.zip
refuse 'a zip cut off within a zip' "$dated/outer.zip: half.zip: " in
again
: >$dated/empty.zip
refuse 'zip without a byte' "$dated/empty.zip: " in
again
truncate -s 300M zeros
./make_bad zip $dated/bomb.zip icd10cm_order_2026.txt zeros
rm zeros
refuse 'zip of 300 MB of nothing' "$dated/bomb.zip: icd10cm_order_2026.txt: 314572800 bytes" in
./make_bad lie $dated/bomb.zip
refuse 'zip that says it is small' "$dated/bomb.zip: icd10cm_order_2026.txt: " in
again
truncate -s 200M zeros
./make_bad zip $dated/bomb.zip zeros.txt zeros
rm zeros
./make_bad repeat $dated/bomb.zip 500
refuse 'zip of 500 members in the same bytes' "$dated/bomb.zip: zeros.txt: the zip unpacks to more than 1024 MB" in
again
truncate -s 300M $dated/order.txt
refuse 'file of 300 MB' "$dated/order.txt: 314572800 bytes" in

# ---- workbooks ----

workbook_parts() {
	printf '<workbook/>' >workbook.xml
	./make_bad zip "$1" xl/workbook.xml workbook.xml xl/sharedStrings.xml "$tabular"
}

workbook_parts whole.xlsx
again
cp "$sample/2025-10-01"/* $dated/
head -c 5000 whole.xlsx >$dated/Conversion-Table.xlsx
refuse 'workbook cut off' "^icd10-build-index: $dated/Conversion-Table.xlsx: broken or cut off" in
./make_bad zip $dated/tables.zip Conversion-Table.xlsx $dated/Conversion-Table.xlsx
rm $dated/Conversion-Table.xlsx
refuse 'workbook cut off within a zip' "^icd10-build-index: $dated/tables.zip: Conversion-Table.xlsx: broken" in
rm $dated/tables.zip
echo '<html>Not found</html>' >$dated/Conversion-Table.xlsx
refuse 'workbook that is none' "$dated/Conversion-Table.xlsx: broken or cut off" in
: >$dated/Conversion-Table.xlsx
refuse 'workbook without a byte' "$dated/Conversion-Table.xlsx: broken or cut off" in
mv $dated/Conversion-Table.xlsx "$dated/~\$Conversion-Table.xlsx"
cp whole.zip $dated/more.zip
rm $dated/icd10cm_order* $dated/icd10cm_tabular*
icd10-build-index -q -o sound.mdb in || count 'lock file of a workbook' 'was refused'

# ---- files cut off at the end of a line: their siblings show it ----

# cut_off NAME FILE LINES SIBLING PATTERN: the first lines of a file of the sample, and a sibling.
cut_off() {
	again
	cp "$sample/2025-10-01/$4" $dated/
	head -n "$3" "$sample/2025-10-01/$2" >$dated/$2
	refuse "$1" "^icd10-build-index: $dated/$2: $5: cut off?" in
}

codes=icd10cm_codes_2026.txt
order_name=icd10cm_order_2026.txt
cut_off 'order file cut off, by the codes file' $order_name 100 $codes "[0-9]* codes of .*$codes are missing at its end"
cut_off 'order file cut off, by the list' $order_name 150 icd10cm_tabular_2026.xml '[0-9]* codes of .*tabular.* are missing at its end'
cut_off 'order file cut off, by addenda' $order_name 100 icd10cm_order_addenda_2026.txt '[0-9]* billable codes, the footer of .* says 105'
cut_off 'codes file cut off, by the order file' $codes 80 $order_name "[0-9]* codes of .*$order_name are missing at its end"
cut_off 'codes file cut off, by the list' $codes 80 icd10cm_tabular_2026.xml '[0-9]* codes of .*tabular.* are missing at its end'
cut_off 'POA list cut off' POAexemptCodes2026.txt 10 $order_name 'its last order number is [0-9]*, .* has 204 rows'

# ---- arguments ----

again
refuse 'empty folder' "^icd10-build-index: in: no file of a release" in
printf 'nothing of interest\n' >$dated/notes.txt
refuse 'folder of other files' "^icd10-build-index: in: no file of a release" in
refuse 'some other file' "^icd10-build-index: $dated/notes.txt: not a file of a release" $dated/notes.txt
refuse 'no such path' '^icd10-build-index: nowhere: No such file' nowhere
refuse 'sound folder and no such path' '^icd10-build-index: nowhere: No such file' "$sample" nowhere
refuse 'POA list alone' '^icd10-build-index: .*POA.*: no order file' "$sample/2025-10-01/POAexemptCodes2026.txt"
refuse '--effective with two releases' '^icd10-build-index: --effective: .*more than one release' \
	--effective 2025-10-01 "$sample"
again
cp "$order" in/order.txt
refuse 'order file of no date' "^icd10-build-index: in/order.txt: .*--effective" in/order.txt
cp "$order" $dated/one.txt
sed '$d' "$order" >$dated/two.txt
refuse 'two order files for one date' "$dated/one.txt and $dated/two.txt: " $dated
again
ln -s nowhere.txt $dated/order.txt
cp "$order" $dated/good.txt
refuse 'link to nothing' "$dated/order.txt: " in
again
cp "$order" $dated/order.txt
refuse_fault 'file that may not be read' "$dated/order.txt: Permission denied" open order.txt 0 in
fresh
mkdir folder
icd10-build-index -o folder "$sample" >stdout 2>stderr
count 'folder as index' "$(refusal $? icd10-build-index '^icd10-build-index: folder: not a file')"
icd10-build-index -o /dev/null "$sample" >stdout 2>stderr
count 'device as index' "$(refusal $? icd10-build-index '^icd10-build-index: /dev/null: not a file')"
icd10-build-index -o good.mdb/new.mdb "$sample" >stdout 2>stderr
count 'index below a file' "$(refusal $? icd10-build-index '^icd10-build-index: good.mdb')"

# ---- a failing disk ----

for after in 0 5000 40000 88000; do
	refuse_fault "disk full after $after bytes" 'out/index.mdb: .*No space left' full /out/index.mdb.new $after "$sample"
done
refuse_fault 'index cannot be synced' 'out/index.mdb: .*Input/output error' sync /out/index.mdb.new 0 "$sample"

# A builder that is killed or told to end: the old index answers, and the next builder succeeds.
fresh
FAULT=kill FAULT_PATH=/out/index.mdb.new FAULT_AFTER=20000 LD_PRELOAD=$scratch/faults.so \
	icd10-build-index -o out/index.mdb "$sample" >stdout 2>stderr
status=$?
: >stderr
problem=
[ $status -eq 137 ] || problem="status $status, not killed"
cmp -s old/index.mdb out/index.mdb || problem='the old index is another one'
icd10-lookup -i out/index.mdb --on 2021-01-01 -1 M54.5 >/dev/null || problem='the old index does not answer'
icd10-build-index -q -o out/index.mdb "$sample" || problem='the next builder fails'
cmp -s good.mdb out/index.mdb || problem='the next builder makes another index'
[ "$(find out -mindepth 1 | wc -l)" -eq 1 ] || problem="left behind: $(find out -mindepth 1 ! -name index.mdb | tr '\n' ' ')"
count 'killed builder' "$problem"

fresh
FAULT=term FAULT_PATH=/out/index.mdb.new FAULT_AFTER=20000 LD_PRELOAD=$scratch/faults.so \
	icd10-build-index -o out/index.mdb "$sample" >stdout 2>stderr
status=$?
: >stderr
problem=$(leftovers 0)
[ $status -eq 143 ] || problem="status $status, not that of a signal"
count 'builder told to end' "$problem"

# The second of two builders is told so, and the first goes on.
fresh
# Where the builder may open it: in the folder of what it keeps.
mkdir -p .cache/icd10
fifo=$scratch/.cache/icd10/fifo
mkfifo "$fifo"
FAULT=wait FAULT_PATH=/out/index.mdb.new FAULT_FIFO=$fifo LD_PRELOAD=$scratch/faults.so \
	icd10-build-index -q -o out/index.mdb "$sample" &
first=$!
exec 3>"$fifo"
icd10-build-index -o out/index.mdb "$sample" >stdout 2>stderr
problem=$(refusal $? icd10-build-index '^icd10-build-index: out/index.mdb: another icd10-build-index')
cmp -s old/index.mdb out/index.mdb || problem='the old index is another one'
echo >&3
exec 3>&-
wait $first || problem='the first builder fails'
: >stdout
cmp -s good.mdb out/index.mdb || problem="${problem:-the first builder made another index}"
[ "$(find out -mindepth 1 | wc -l)" -eq 1 ] || problem="${problem:-left behind: $(find out -mindepth 1 ! -name index.mdb)}"
count 'two builders at once' "$problem"

# ---- broken indexes ----

: >broken.mdb
refuse_index 'empty index' '^icd10-lookup: broken.mdb: ' broken.mdb
head -c 63 good.mdb >broken.mdb
refuse_index 'index of 63 bytes' '^icd10-lookup: broken.mdb: ' broken.mdb
head -c 4096 good.mdb >broken.mdb
refuse_index 'index of a page' '^icd10-lookup: broken.mdb: .*cut off' broken.mdb
head -c 50000 good.mdb >broken.mdb
refuse_index 'index cut off' '^icd10-lookup: broken.mdb: .*cut off' broken.mdb
{ head -c 50000 good.mdb && tail -c 64 good.mdb; } >broken.mdb
refuse_index 'index cut off before its end' '^icd10-lookup: broken.mdb: ' broken.mdb
cp good.mdb broken.mdb
echo >>broken.mdb
refuse_index 'index with something behind it' '^icd10-lookup: broken.mdb: ' broken.mdb
cp good.mdb broken.mdb
./make_bad version broken.mdb
refuse_index 'index of another version' '^icd10-lookup: broken.mdb: made by index format 999, this program reads [0-9]*: build it again' broken.mdb
refuse_index 'text file as index' '^icd10-lookup: .*README.md: not an ICD-10-CM index' "$sample/README.md"
refuse_index 'folder as index of the reader' '^icd10-lookup: folder: not a file' folder
refuse_index 'no index' '^icd10-lookup: nowhere.mdb: No such file' nowhere.mdb
refuse_index 'device as index of the reader' '^icd10-lookup: /dev/null: not a file' /dev/null
{ head -c 4096 good.mdb && head -c 4096 /dev/zero && tail -c +8193 good.mdb; } >broken.mdb
refuse_index 'index without its second page' '^icd10-lookup: broken.mdb: .*damaged' broken.mdb
# Elsewhere than in the build folder, where `make demo` leaves a sample.
mkdir alone
cp "$(command -v icd10-lookup)" alone
alone/icd10-lookup M54.50 >stdout 2>stderr
count 'no index anywhere' "$(refusal $? icd10-lookup '^icd10-lookup: no index, .*icd10-build-index')"

echo "bad inputs: $passed passed, $failed failed"
[ $failed -eq 0 ]
