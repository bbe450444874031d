#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion in bash, zsh and fish, typed at the shells themselves: what Tab puts on the line, and what it shows.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/support/script.sh
. tests/support/check.sh

unset ICD10_INDEX
export TERM=xterm XDG_DATA_HOME="$scratch/data"
mkdir -p "$XDG_DATA_HOME/icd10/lists" "$scratch/here" "$scratch/zsh"
icd10-build-index -q -o "$XDG_DATA_HOME/icd10/icd10cm.mdb" data/sample || exit 2
for name in 'LCD L34049' 'a:b' "it's" 'we=ird' 'naïve' 'do$lar;x'; do
	echo 'M54.5-' >"$XDG_DATA_HOME/icd10/lists/$name.txt"
done
echo M54.50 >"$scratch/here/my visits.csv"
scripts=$root/man/completions

# ---- what the programs say ----

says() {
	expected=$1
	shift
	icd10-lookup __complete "$@" >"$scratch/said" 2>"$scratch/wrong"
	[ $? -eq 0 ] && [ ! -s "$scratch/wrong" ] && grep -qx "$(printf '%b' "$expected")" "$scratch/said"
}
silent() {
	[ -z "$("$@" 2>&1)" ]
}
check 'a code has its title' says 'M54.50\tLow back pain, unspecified' code M54.5
check 'a header goes on' says '\topen' code E1
check 'nothing goes on behind a complete code' sh -c '! icd10-lookup __complete code M54.50 | grep open'
check 'files are left to the shell' says '\tfiles' scan ''
check 'releases' says '2021-10-01\ta release held' changes 2021
check 'guidelines' says 'I.B\tGeneral Coding Guidelines' guide I
check 'no index, no codes and no word' silent icd10-lookup __complete -i /nowhere M54
check 'no index, and yet commands' says 'check\tis each code valid and billable on its date' -i /nowhere che
check 'a broken index, no word' silent icd10-lookup __complete -i "$0" m54
check 'an option without its value, a date that is none' silent icd10-lookup __complete --on never -i nothing M54
check 'no words at all' says 'verify\tis the index whole, and does it still give back its sources'
check 'a day before a code was' sh -c 'icd10-lookup __complete --on 2021-09-30 code M54.5 | grep -q "^M54.5	"'
check 'an empty word of a program that has none' silent icd10-lookup __complete verify ''
# tells PROGRAM OPTIONS: it offers each of them.
tells() {
	"$1" __complete - | cut -f 1 >"$scratch/offered"
	[ -n "$2" ] || return 1
	for option in $2; do
		grep -qxe "$option" "$scratch/offered" || return 1
	done
}
check 'the builder tells its options' tells icd10-build-index \
	"$(icd10-build-index --help | awk '/^ +-/ { sub(/,/, "", $1); print $1; if ($2 ~ /^--/) print $2 }')"
check 'icd10-fetch tells its options' tells icd10-fetch \
	"--index --help $(sed -n "s/.*getopts ':\([a-z:]*\)h-:. option.*/\1/p" build-index/icd10-fetch.sh | sed 's/://g; s/./-& /g')"
check 'and releases' sh -c 'icd10-fetch __complete 202 | grep -q "^2025-10-01	" && icd10-fetch __complete a | grep -q "^all	"'
check 'and that a folder comes' test "$(icd10-fetch __complete -d '')" = "$(printf '\tfiles')"
check 'not a day for the builder' silent icd10-build-index __complete --effective ''

# ---- typed at the shells ----

# args shows its arguments. What follows stands on the line when Return is typed, or is shown after Tab.
cat >"$scratch/all" <<'END'
args che\t\r	<check>
args m54.50\t\r	<M54.50>
args code M54.5\t	Vertebrogenic low back pain
args code M54.50\t\r	<code><M54.50>
args code s39012a\t\r	<code><S39.012A>
args check --fail-on=e\t\r	<--fail-on=error>
args check --fail-on w\t\r	<--fail-on><warning>
args check --list LCD\t\r	<--list><LCD L34049>
args check --list 'LCD\t\r	<--list><LCD L34049>
args check --list "LCD\t\r	<--list><LCD L34049>
args check --list LCD\\ L3\t\r	<--list><LCD L34049>
args check --list=LCD\t\r	<--list=LCD L34049>
args list expand a:\t\r	<expand><a:b>
args list expand it\t\r	<expand><it's>
args list expand we=\t\r	<expand><we=ird>
args list expand na\t\r	<expand><naïve>
args list expand do\t\r	<expand><do$lar;x>
args list expand 'do$\t\r	<expand><do$lar;x>
args list diff a:b 2021-1\t\r	<diff><a:b><2021-10-01>
args scan --rule=header,mal\t\r	<--rule=header,malformed>
args check my\t\r	<check><my visits.csv>
args tree M50-\t\r	<tree><M50-M54>
args --on 2021-1\t\r	<--on><2021-10-01>
args scan -f sa\t\r	<-f><sarif>
args index pain low\t\r	<pain><low back>
icd10-fetch --ind\t	--index
END
# bash shows bare words.
sed 's/Vertebrogenic low back pain/M54.51/' "$scratch/all" >"$scratch/bash.lines"
cp "$scratch/all" "$scratch/zsh.lines"
# What was typed has to stand in what fish offers.
sed 's/<S39.012A>/<S39012A>/' "$scratch/all" >"$scratch/fish.lines"

cat >"$scratch/bash.rc" <<END
PS1='ready> '
. '$scripts/bash/icd10'
args() { printf '<%s>' "\$@"; echo; }
complete -F _icd10 args
bind 'set enable-bracketed-paste off'
bind 'set show-all-if-ambiguous on'
cd '$scratch/here'
END
cat >"$scratch/zsh/.zshrc" <<END
PS1='ready> '
fpath=('$scripts/zsh' \$fpath)
autoload -Uz compinit && compinit -D -u
args() { printf '<%s>' "\$@"; echo; }
compdef _icd10 args
zle_bracketed_paste=()
cd '$scratch/here'
END
cat >"$scratch/config.fish" <<END
function fish_prompt; echo -n 'ready> '; end
function fish_greeting; end
source '$scripts/fish/icd10.fish'
function args; printf '<%s>' \$argv; echo; end
complete -c args -f -k -a '(__icd10_complete)'
cd '$scratch/here'
END

# typed SHELL COMMAND...: the lines of that shell, typed at it.
typed() {
	shell=$1
	shift
	if ! command -v "$shell" >/dev/null; then
		echo "$shell completion: skipped, $shell is not installed"
	elif ! command -v python3 >/dev/null; then
		echo "$shell completion: skipped, python3 is not installed"
	else
		check "$shell" python3 tests/help/type_keys.py "$@" <"$scratch/$shell.lines"
	fi
}
typed bash bash --noprofile --rcfile "$scratch/bash.rc" -i
ZDOTDIR=$scratch/zsh typed zsh zsh -d -i
typed fish fish --no-config -C "source '$scratch/config.fish'"

echo "completion: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
