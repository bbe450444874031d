# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# What test scripts count: they end with `passed` and `failed`. Read in after script.sh.
passed=0
failed=0

# check NAME COMMAND...: the command succeeds.
check() {
	name=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$name: not so"
	fi
}

# quietly COMMAND...: what it says is shown only when it fails. For programs that talk.
quietly() {
	"$@" >"${scratch:?}/said" 2>&1 || {
		cat "$scratch/said"
		return 1
	}
}

# check_same NAME EXPECTED GOT: two files are equal, and not empty.
check_same() {
	if [ -s "$2" ] && cmp -s "$2" "$3"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "$1: not as expected:"
		diff "$2" "$3" | head -5
	fi
}
