#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each call to the system of a build and of look-ups fails once, by strace's injection. A build then either succeeds
# with the very index it makes without faults, or says a sentence with status 2 and leaves the old index as it was. A
# look-up gives its full answer, or says a sentence with status 2. Nothing is left behind.
#
#	ICD10_FAULTS=all    every call; otherwise some of each kind, so that the test takes a minute
. tests/support/script.sh
cd "$scratch" || exit 2

if ! strace -o /dev/null -f -e inject=getppid:error=EIO true 2>/dev/null; then
	echo "skipped: strace cannot inject faults here"
	exit 0
fi
if grep -q __asan_init "$build/icd10-lookup"; then
	echo "skipped: sanitizers make calls of their own"
	exit 0
fi
passed=0 failed=0
cp -r "$root/data/sample" sample
icd10-build-index -q -o old.mdb sample/2021-10-01 || exit 2
icd10-build-index -q -o new.mdb sample || exit 2
old=$(cksum <old.mdb) new=$(cksum <new.mdb)

wrong() {
	echo "$*"
	sed 's/^/    /' err | head -3
	failed=$((failed + 1))
}

# One sentence is one or two lines that begin with the program's name.
says_one_sentence() {
	lines=$(grep -vc '^strace:' err)
	[ "$lines" -ge 1 ] && [ "$lines" -le 2 ] && head -1 err | grep -q '^icd10-'
}


# count_of CALL COMMAND...
count_of() {
	call=$1
	shift
	strace -f -o trace -e trace="$call" "$@" >/dev/null 2>&1
	grep -c "$call(" trace
}

# numbers COUNT [PASSED_OVER]: which calls of that many fail in their turn; those before are the dynamic loader's
numbers() {
	if [ "${ICD10_FAULTS-}" = all ]; then
		seq $((${2:-0} + 1)) "$1"
	else
		awk -v count="$1" -v first=$((${2:-0} + 1)) 'BEGIN {
			for (i = first; i <= count; i = i < first + 3 ? i + 1 : i + 1 + int(count / 7))
				print i
		}'
	fi
}

# build_with CALL ERROR N
build_with() {
	mkdir -p out
	cp old.mdb out/index.mdb
	strace -f -o trace -e inject="$1:error=$2:when=$3" icd10-build-index -q -o out/index.mdb sample >out.txt 2>err
	status=$?
	sum=$(cksum <out/index.mdb)
	left=$(ls -A out)
	what="build, $1 number $3 fails with $2"
	if [ $status -eq 0 ]; then
		[ "$sum" = "$new" ] || { wrong "$what: success, but not the whole index"; return; }
	elif [ $status -ne 2 ]; then
		wrong "$what: status $status"
		return
	elif [ "$sum" != "$old" ] && [ "$sum" != "$new" ]; then
		wrong "$what: the index is neither the old one nor the new one"
		return
	elif ! says_one_sentence; then
		wrong "$what: no sentence"
		return
	fi
	case $left in
	index.mdb) ;;
	*) wrong "$what: left behind: $(echo "$left" | tr '\n' ' ')" && return ;;
	esac
	passed=$((passed + 1))
}

# A card is shown without desk notes that cannot be read, and that is said.
only_desk_notes_differ() {
	diff right.txt out.txt | grep '^[<>]' | grep -v '^< ' >/dev/null && return 1
	sed '/^Desk notes/,$d' right.txt | cmp -s - out.txt
}

# look_up_with CALL ERROR N COMMAND...
look_up_with() {
	call=$1 error=$2 number=$3
	shift 3
	what="$*, $call number $number fails with $error"
	strace -f -o trace -e inject="$call:error=$error:when=$number" "$@" >out.txt 2>err
	status=$?
	if [ $status -eq "$right_status" ] && cmp -s right.txt out.txt; then
		passed=$((passed + 1))
	elif [ $status -eq "$right_status" ] && grep -q '/notes' err && only_desk_notes_differ; then
		passed=$((passed + 1))
	elif [ $status -ne 2 ]; then
		wrong "$what: status $status and another answer"
	elif ! says_one_sentence; then
		wrong "$what: no sentence"
	else
		passed=$((passed + 1))
	fi
}

try_builds() {
	for pair in "$@"; do
		call=${pair%%=*} error=${pair#*=}
		loading=$(count_of "$call" icd10-build-index --version)
		for number in $(numbers "$(count_of "$call" icd10-build-index -q -o out.mdb sample)" "$loading"); do
			build_with "$call" "$error" "$number"
		done
	done
	rm -f out.mdb
}

try_look_ups() {
	icd10-lookup -i new.mdb "$@" >right.txt 2>err
	right_status=$?
	for pair in openat=EMFILE openat=EACCES pread64=EIO read=EIO write=ENOSPC write=EINTR fstat=EIO \
		newfstatat=EIO mmap=ENOMEM getdents64=EIO; do
		call=${pair%%=*} error=${pair#*=}
		count=$(count_of "$call" icd10-lookup -i new.mdb "$@" 2>/dev/null)
		[ "${count:-0}" -gt 0 ] || continue
		for number in $(numbers "$count"); do
			look_up_with "$call" "$error" "$number" icd10-lookup -i new.mdb "$@"
		done
	done
}

try_builds openat=EMFILE openat=EACCES pread64=EIO read=EIO getdents64=EIO newfstatat=EIO pwrite64=ENOSPC writev=ENOSPC \
	write=ENOSPC ftruncate=ENOSPC fdatasync=EIO fsync=EIO rename=EACCES flock=EINTR fchmod=EPERM mmap=ENOMEM mkdir=EACCES
printf 'M54.50\nM54.5\nnot a code\n' >codes.txt
printf 'dx: M54.5\n' >template.txt
for command in 'code M54.50' 'check codes.txt' 'scan template.txt' 'search low back pain' '-f json tree M50-M54' \
	'claim M54.50 M54.5' 'history M54.5'; do
	# shellcheck disable=SC2086 # words of a command
	try_look_ups $command
done
# A folder that cannot be written through to the disk after the index got its name: a warning.
call=$(strace -f -y -o trace -e trace=fsync icd10-build-index -q -o new2.mdb sample; grep -c 'fsync(' trace)
rm -f new2.mdb
strace -f -o trace -e inject=fsync:error=EIO:when="$call" icd10-build-index -q -o new2.mdb sample 2>err
status=$?
if [ $status -eq 0 ] && grep -q 'warning: .*the index is in place' err && cmp -s new.mdb new2.mdb; then
	passed=$((passed + 1))
else
	wrong "the folder's fsync failed: status $status"
fi

# A disk that is full is told as such.
cat >full.sh <<'EOF'
mkdir -p full && mount -t tmpfs -o size=256k none full && icd10-build-index -q -o full/index.mdb sample 2>err
echo $? >status
ls -A full >left
EOF
if unshare -rm true 2>/dev/null && unshare -rm sh full.sh && [ -s status ]; then
	if [ "$(cat status)" -eq 2 ] && grep -q 'No space left on device' err && [ ! -s left ]; then
		passed=$((passed + 1))
	else
		wrong "a full disk: status $(cat status)"
	fi
else
	echo "skipped: no file system can be mounted here"
fi

echo "system calls that fail: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
