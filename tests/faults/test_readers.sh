#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Readers while the index is refreshed again and again: each answer is that of the old index or that of the new one.
# The shell, which has the index open all the time, gives such answers too.
#
#	READERS=50 REFRESHES=100    more than the few that take seconds
. tests/support/script.sh
. tests/support/check.sh
readers=${READERS:-6} refreshes=${REFRESHES:-12}
cd "$scratch" || exit 2

cp -r "$root/data/sample" whole
cp -r "$root/data/sample/2021-10-01" part
ask() { icd10-lookup -i index.mdb -f json history M54.5 2>&1; }
icd10-build-index -q -o index.mdb part || exit 2
ask >old
icd10-build-index -q -o index.mdb whole || exit 2
ask >new
check "the two indexes answer differently" test "$(cksum <old)" != "$(cksum <new)"

# read_on N: asks until the refreshing is done, and keeps what is neither answer.
read_on() {
	while [ ! -e over ]; do
		ask >"got$1" || echo "status $?" >>"wrong$1"
		cmp -s "got$1" old || cmp -s "got$1" new || cat "got$1" >>"wrong$1"
		echo >>"answers$1"
	done
}
# The same of one shell that is asked all the time.
sit_on() {
	while [ ! -e over ]; do
		echo history M54.5
	done | icd10-lookup -i index.mdb -f json shell 2>wrong_shell | grep '^{' | sort -u >answers_shell
}
i=0
while [ $i -lt "$readers" ]; do
	read_on $i &
	i=$((i + 1))
done
sit_on &
i=0
while [ $i -lt "$refreshes" ]; do
	{ icd10-build-index -q -o index.mdb part && icd10-build-index -q -o index.mdb whole; } || echo "refresh $i" >>wrong
	i=$((i + 1))
done
: >over
wait

cat wrong?* >>wrong 2>/dev/null
check "each answer is the old one or the new one" test ! -s wrong
head -5 wrong
sort -u old new >both
check "the shell's too" test -s answers_shell
check "and nothing else" test -z "$(comm -23 answers_shell both)"
check "there were many" test "$(cat answers[0-9]* | wc -l)" -gt "$refreshes"
check "nothing is left behind" test "$(echo index*)" = index.mdb
echo "$(cat answers[0-9]* | wc -l) answers: $passed passed, $failed failed"
[ "$failed" = 0 ]
