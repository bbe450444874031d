#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Files of others: notes that several write at once, full disks, links that were planted, modes, files that change while
# codes in them are replaced.
. tests/support/script.sh
# shellcheck source=tests/support/check.sh
. tests/support/check.sh
cd "$scratch" || exit 2
icd10-build-index -q -o index.mdb "$root/data/sample" || exit 2
export ICD10_INDEX="$scratch/index.mdb" XDG_DATA_HOME="$scratch/data" ICD10_NOTES=

# ---- notes ----

icd10-lookup note M54.50 first >/dev/null
{ for i in $(seq 60); do icd10-lookup note M54.5- "added $i"; done; } >/dev/null 2>&1 &
{ for i in $(seq 60); do icd10-lookup note I10 "also $i"; done; } >/dev/null 2>&1 &
for i in $(seq 60); do icd10-lookup note --edit 1 "edited $i"; done >/dev/null 2>&1
wait
check "notes were lost beside --edit: $(wc -l <data/icd10/notes.txt) of 121" [ "$(wc -l <data/icd10/notes.txt)" -eq 121 ]
check "the edited note" grep -q "^M54.50	edited 60$" data/icd10/notes.txt
check "notes are for the user alone" [ "$(stat -c %a data/icd10/notes.txt)" = 600 ]
chmod 640 data/icd10/notes.txt
icd10-lookup note --edit 1 last >/dev/null
check "the mode of the notes is kept" [ "$(stat -c %a data/icd10/notes.txt)" = 640 ]
if strace -o /dev/null -e inject=getppid:error=EIO true 2>/dev/null && ! grep -q __asan_init "$build/icd10-lookup"; then
	cp data/icd10/notes.txt before
	strace -o trace -P data/icd10/notes.txt -P "$scratch/data/icd10/notes.txt" -e inject=write:error=ENOSPC \
		icd10-lookup note M54.50 "not kept" >/dev/null 2>err
	check "a note on a full disk: status" [ $? -eq 2 ]
	check "a note on a full disk leaves nothing of it" cmp -s before data/icd10/notes.txt
else
	echo "skipped: strace cannot inject faults here"
fi
cat >full.sh <<'SCRIPT'
mkdir full && mount -t tmpfs -o size=4k none full && mkdir full/icd10 || exit 0
printf 'M54.50\t%03900d\n' 1 >full/icd10/notes.txt
cp full/icd10/notes.txt before
XDG_DATA_HOME=$PWD/full icd10-lookup note M54.50 "$(printf '%0400d' 2)" >/dev/null 2>err
echo $? >status
cmp -s before full/icd10/notes.txt && echo same >>status
SCRIPT
if unshare -rm true 2>/dev/null && unshare -rm sh full.sh && [ -s status ]; then
	check "half a note stays on a full disk" [ "$(cat status)" = "2
same" ]
else
	echo "skipped: no file system can be mounted here"
fi

# ---- links in a folder that others can write ----

mkdir -p shared/icd10
chmod 777 shared/icd10
echo precious >precious
ln -s "$scratch/precious" shared/icd10/notes.txt
XDG_DATA_HOME="$scratch/shared" icd10-lookup note M54.50 x >/dev/null 2>err
check "a planted link of notes is refused" [ $? -eq 2 ]
check "what the link points at is what it was" [ "$(cat precious)" = precious ]
touch mine.txt
mkdir mine && ln -s "$scratch/mine.txt" mine/notes.txt && mkdir -p own && mv mine own/icd10
XDG_DATA_HOME="$scratch/own" icd10-lookup note M54.50 x >/dev/null 2>err
check "a link of the user's own is followed" grep -q M54.50 mine.txt
ln -s "$scratch/precious" shared/index.mdb.new
icd10-build-index -q -o shared/index.mdb "$root/data/sample" 2>err
check "an index beside a planted link" cmp -s shared/index.mdb index.mdb
check "what that link points at is what it was" [ "$(cat precious)" = precious ]
ln -s "$scratch/precious" shared/out.html
icd10-lookup tree --html shared/out.html M54 >/dev/null
check "a page does not go through a link" [ "$(cat precious)" = precious ]
ln -s "$scratch/precious" shared/out.txt
icd10-lookup export -o shared/out.txt codes 2>/dev/null
check "an export does not go through a link" [ "$(cat precious)" = precious ]

# ---- modes ----

chmod 640 index.mdb
icd10-build-index -v -o index.mdb "$root/data/sample" >/dev/null 2>&1
check "the mode of the index is kept" [ "$(stat -c %a index.mdb)" = 640 ]
(umask 027 && icd10-lookup export -o order.txt order 2>/dev/null)
check "a new file has the user's mask" [ "$(stat -c %a order.txt)" = 640 ]

# ---- codes replaced ----

printf 'dx: M54.5 low back\n' >template.txt
chmod 600 template.txt
ln -s "$scratch/precious" template.txt.bak
ln -s template.txt link.txt
icd10-lookup scan --fix --on 2025-11-01 link.txt >/dev/null 2>&1
check "a planted .bak is not written through" [ "$(cat precious)" = precious ]
check "the link stays one" [ -L link.txt ]

# grows FILE: a writer that appends while the file is read
if strace -o /dev/null -e inject=getppid:error=EIO true 2>/dev/null && ! grep -q __asan_init "$build/icd10-lookup"; then
	printf 'code,date\nM54.59,2025-11-01\nM51.36,2025-11-01\n' >table.csv
	printf 'code,date\nM51.36,2025-11-01\n' >grown.csv
	# The file is changed while the reader waits to read its end.
	strace -o trace -P table.csv -P "$scratch/table.csv" -e inject=read:delay_exit=700000:when=1 \
		icd10-lookup check --fix --column code --date-column date table.csv >/dev/null 2>err &
	sleep 0.3
	echo 'M54.51,2025-11-01' >>table.csv
	wait $!
	status=$?
	if grep -q 'was changed while' err; then
		check "a file that changed: status" [ $status -eq 2 ]
	fi
	check "a file that changed loses no byte" grep -q '^M54.51,2025-11-01$' table.csv
fi

echo "files of others: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
