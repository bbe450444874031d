#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What a terminal would obey reaches none: a release, notes, lists, tables, templates, claims and names of files are full
# of escape sequences, control characters and marks that turn the direction of text. Every command shows them escaped in
# text and on standard error; rows and JSON keep to their own rules.
. tests/support/script.sh
. "$root/tests/support/releases.sh"
cd "$scratch" || exit 2
passed=0 failed=0

# U+009B, U+202E, U+2066, U+200F, U+061C may stand in XML; the others only in other files.
marks=$(printf '\302\233\342\200\256\342\201\246\342\200\217\330\234')
evil=$(printf '\033]0;x\007\033[7mE\033[31m\177\001\233\r')$marks
name=$(printf 'a\033[7m\nb\342\200\256\302\233\233')

is_shown() {
	if LC_ALL=C grep -aqP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xd8\x9c' "$1"; then
		return 1
	fi
	! LC_ALL=C sed 's/[\xc2-\xf4][\x80-\xbf]\{1,3\}//g' "$1" | LC_ALL=C grep -aqP '[\x80-\x9f]'
}

wrong() {
	printf '%s\n' "$*" | cat -v
	failed=$((failed + 1))
}

# A command whose output has to hold nothing of that kind, with colours and without.
shown() {
	"$@" >out 2>err
	status=$?
	if ! is_shown out; then
		wrong "$*: raw on standard output: $(LC_ALL=C grep -anP '[\x00-\x09\x0b-\x1f\x7f-\x9f]' out | head -3 | cat -v)"
	elif ! is_shown err; then
		wrong "$*: raw on standard error: $(cat -v err)"
	elif [ $status -gt 2 ]; then
		wrong "$*: status $status"
	elif [ ! -s out ] && [ ! -s err ]; then
		wrong "$*: says nothing"
	else
		passed=$((passed + 1))
	fi
	case $1 in
	icd10-lookup) colours "$@" ;;
	esac
}

# The colours are the program's own: without them the output is what it is without colours.
colours() {
	mv out plain
	"$@" --color always </dev/null >out 2>err
	LC_ALL=C sed 's/\x1b\[[0-9]*m//g' out >stripped
	if is_shown stripped && { cmp -s plain stripped || [ "$2" = shell ]; }; then
		passed=$((passed + 1))
	else
		wrong "$* --color always: $(diff -a plain stripped | head -4 | cat -v)"
	fi
}

# ---- a release ----

tabular() {
	list "$1" <<OUTLINE
chapter 1 Infections $marks
includes: what $marks is (A00-A09)
section A00-A09 Gut $marks
excludes1: other $marks (B01)
A00 Cholera $marks
  includes: epidemic $marks
  excludes1: carrier $marks (B01)
  codeFirst: cause $marks (A00.1)
-A00.0 One $marks
-A00.1 Two $marks $2
  inclusionTerm: two $marks $2
-A00.2 Three $marks
  sevenChrDef: A initial $marks
  sevenChrDef: D later $marks
section B01-B01 Other $marks
B01 Pox $marks
OUTLINE
}
tabular 2030-10-01 old
tabular 2031-10-01 new
order 2030-10-01 <<ROWS
A00 0 Cholera $marks
A000 1 One $marks
A001 1 Two $marks old
A002 0 Three $marks
A002XXA 1 Three initial $marks
A002XXD 1 Three later $marks
B01 1 Pox $marks
ROWS
order 2031-10-01 <<ROWS
A00 0 Cholera $marks
A001 1 Two $marks new
A002 0 Three $marks
A002XXA 1 Three initial $marks
A002XXD 1 Three later $marks
A003 1 New $marks
B01 1 Pox $marks
ROWS
conversion 2031-10-01 <<ROWS
A00.3,2031,A00.0
ROWS
cat >2030-10-01/index.xml <<XML
<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2031</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>C</title><mainTerm><title>Cholera <nemod>($marks)</nemod></title><code>A00.0</code>
<term level="1"><title>with $marks</title><code>A00.1</code></term>
<term level="1"><title>other</title><see>Pox $marks</see></term></mainTerm></letter>
</ICD10CM.index>
XML
mkdir -p "2030-10-01/$name"
echo 'no file of a release' >"2030-10-01/$name/$name.txt"
mv 2031-10-01/order.txt "2031-10-01/$name.txt"
shown icd10-build-index -v -o evil.mdb 2030-10-01 2031-10-01
[ -s evil.mdb ] || exit 1
printf 'A000 1 broken\n' >"$name.txt"
shown icd10-build-index -o x.mdb "$name.txt" 2030-10-01
shown icd10-build-index -o "no$evil/x.mdb" 2030-10-01
shown icd10-build-index "--$evil"
shown icd10-build-index --effective "$evil" 2030-10-01
export ICD10_INDEX="$scratch/evil.mdb" ICD10_ON=2031-11-01

# ---- what users have ----

export XDG_DATA_HOME="$scratch/data" XDG_STATE_HOME="$scratch/state" ICD10_NOTES="$scratch/shipped"
mkdir -p data/icd10/lists shipped state/icd10 "in/$name"
printf 'A00-\tmine %s\nA00.1\tother %s\n' "$evil" "$evil" >data/icd10/notes.txt
printf 'A00-\tshipped %s\n' "$evil" >shipped/gut.txt
printf 'A00.1\t%s\n' "$evil" >data/icd10/bookmarks.txt
printf '# %s\nA00.1 %s\nA00.2-\n%s\n' "$evil" "$evil" "$evil" >"$name.list"
printf 'dx,who,date\nA00.1,%s,2031-11-01\nA00.0,x,2031-11-01\n%s,y,2031-11-01\nA00,z,%s\n' "$evil" "$evil" "$evil" >table.csv
cp table.csv "$name.csv"
printf 'dx: A00.0 Two %s\n"code": "A00.1", "label": "%s"\nICD-10: A00 - %s\n' "$evil" "$evil" "$evil" >"in/$name/$name.txt"
printf '%s: A00.1 A00.0\nid2: A00 %s B01\n' "$evil" "$evil" >claims.txt
cp claims.txt "$name.claims"
{
	printf 'ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *311101*0900*^*00501*000000001*0*P*:~'
	printf 'GS*HC*S*R*20311101*0900*1*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*1*20311101*0900*CH~'
	printf 'CLM*%s*100***11:B:1*Y*A*Y*Y~DTP*472*D8*20311101~HI*ABK:A00*ABF:A%s~SE*5*0001~GE*1*1~IEA*1*000000001~' \
		"$(printf 'i\033[7m\302\233')" "$(printf '\033\302\233')"
} >claims.x12
printf '%s\t%s\n' "$evil" "$evil" >synonyms.txt
printf 'code A00.1\n' >state/icd10/history

# ---- every command ----

for line in 'code A00.1' 'code -1 A00.1' 'code A00' 'code -a A00.2XXA' 'A00' 'search two' 'search cholera' 'tree A00' 'tree 1' 'tree all' \
	'narrow A00' 'narrow A00 initial' 'compare A00.1 B01' 'pair A00.1 B01' 'A00.1 + B01' 'index cholera' 'index -a cholera' \
	'refs B01' 'refs A00.1' 'history A00.1' 'history A00.0' 'changes' 'changes 2031' 'changes -a 2030-10-01 2031-10-01' \
	'changes --only titles' 'changes --only notes' 'changes --bookmarks' 'releases' 'releases --files' 'verify' 'note' 'note A00' \
	'bookmarks' 'check table.csv' 'check --column dx --date-column date table.csv' 'check --column dx --summary --by who table.csv' \
	'check --column dx --list evil.list table.csv' 'scan in' 'scan --summary in' 'scan --against 2031-10-01 --on 2031-09-30 in' \
	'claim claims.txt' 'claim -v claims.txt' 'claim --summary --by id:1 claims.txt' 'claim claims.x12' 'claim A00.1 B01' \
	'changes --list evil.list' 'search --synonyms synonyms.txt two' 'guide two' 'icd9 001.0' 'export -o - nothing'; do
	# shellcheck disable=SC2086 # words of a command
	cp "$name.list" evil.list
	# shellcheck disable=SC2086
	shown icd10-lookup $line
done
for word in "$evil" "A00.1$evil" "x $evil y"; do
	for command in code search tree narrow compare pair check scan claim index refs history changes releases note bookmark \
		guide icd9 export verify '' --on --color -f -i; do
		shown icd10-lookup ${command:+"$command"} "$word" </dev/null
	done
	shown icd10-lookup claim "A00.1" "$word"
	shown icd10-lookup pair "A00.1" "$word"
	shown icd10-lookup code A00.1 --on "$word"
done
shown icd10-lookup check "$name.csv"
shown icd10-lookup check --column "$evil" "$name.csv"
shown icd10-lookup check --column dx --list "$name.list" "$name.csv"
shown icd10-lookup claim "$name.claims"
shown icd10-lookup scan "in/$name/$name.txt"
shown icd10-lookup scan --write-baseline "$name.base" in
printf 'gone%s\t1\t%s\theader\tA00\t%s\n' "$name" "$evil" "$evil" >>"$name.base"
shown icd10-lookup scan --baseline "$name.base" in
shown icd10-lookup -i "$name.csv" code A00.1
shown icd10-lookup -i "$name.none" code A00.1
printf '%s\ncode A00.1\nsearch two\n+ A00.1\n+\nnote A00.1 %s\nback\n%s\n' "$evil" "$evil" "$marks" >lines
shown sh -c 'icd10-lookup shell <lines'
shown sh -c 'icd10-lookup shell --color never <lines'
printf '%s\n' "$evil" "A00.1" >codes
shown sh -c 'icd10-lookup code - <codes'
shown sh -c 'icd10-lookup check - <codes'
shown sh -c 'icd10-lookup claim - <claims.txt'
shown icd10-lookup check --fix "$name.csv"
shown sh -c 'icd10-lookup scan --fix --against 2031-10-01 in'

# ---- rows and JSON ----

icd10-lookup -f tsv note >out
if LC_ALL=C grep -aqF "$(printf '\033[7mE')" out; then
	passed=$((passed + 1))
else
	wrong "rows are not exact"
fi
icd10-lookup check --column dx --keep table.csv >out
if LC_ALL=C grep -aqF "$(printf '\033[7mE')" out; then
	passed=$((passed + 1))
else
	wrong "the user's own table is not exact"
fi

# Each answer is one line of JSON, in UTF-8, whatever the bytes of the input are.
if command -v python3 >/dev/null; then
	for line in 'code A00.1' 'tree A00' 'search two' 'changes' 'history A00.1' 'note' 'bookmarks' 'releases' 'index cholera' \
		'check --column dx table.csv' 'check --column dx --summary --by who table.csv' 'scan in' '-f sarif scan in' 'claim claims.txt' \
		'claim claims.x12' 'refs B01' 'compare A00.1 B01' 'pair A00.1 B01' 'narrow A00'; do
		# shellcheck disable=SC2086,SC2016 # words of a command; a program of python
		icd10-lookup -f json $line >out 2>err
		if [ -s out ] && python3 -c 'import json, sys
text = sys.stdin.buffer.read().decode("utf-8")
for one in [text] if text.startswith("{\"$schema") else text.splitlines():
	json.loads(one)' <out 2>err; then
			passed=$((passed + 1))
		else
			wrong "-f json $line: $(tail -1 err)"
		fi
	done
else
	echo "skipped: JSON is not read, there is no python3"
fi

echo "nothing reaches the terminal raw: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
