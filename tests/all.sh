#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs test programs and scripts (the arguments), each to its end, and says at the end how
# many of them passed. $WRAPPER, if set, runs the programs (valgrind and the like).
passed=0 failed=0 names=
for test in "$@"; do
	case $test in
	*.sh) sh "$test" ;;
	*) $WRAPPER "$test" ;;
	esac
	if [ $? -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		names="$names $test"
	fi
done
[ -z "$names" ] || echo "failed:$names"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
