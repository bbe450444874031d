#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The examples of the manual pages are tests: what stands in a page behind "$ command", in a
# display (.Bd -literal), is what the command prints, standard error and all.
#
#	tests/run_examples.sh [--update] [PAGE...]
#
# They run one after the other in a folder of the page's own that holds `data`, with the
# index of data/sample in its default place. Today is 2026-02-01. --update writes the output
# into the pages anew: look at their difference before you commit it.

set -u
cd "$(dirname "$0")/.." || exit 2

update=false
if [ "${1-}" = --update ]; then
	update=true
	shift
fi
[ $# -gt 0 ] || set -- man/icd10.1 man/icd10-lookup.1 man/icd10-build-index.1 man/icd10-index.5 man/icd10-export.7

# shellcheck source=tests/support/script.sh
. tests/support/script.sh

export TERM=xterm ICD10_NOTES="$root/data/notes"

# Splits page $1 into $2.N.command and $2.N.expected.
split_page() {
	awk -v out="$2" '
	function plain(line) {
		sub(/^\\&/, "", line)
		gsub(/\\\(aq/, "\047", line)
		gsub(/\\e/, "\\", line)
		return line
	}
	/^\.Ed/ { command = expected = "" }
	/^\.Bd -literal/ { display = 1; next }
	/^\.Ed/ { display = 0; next }
	display && /^\$ / {
		command = out "." ++count ".command"
		expected = out "." count ".expected"
		print plain(substr($0, 3)) >command
		printf "" >expected
		next
	}
	expected != "" { print plain($0) >expected }
	' "$1"
}

# Prints page $1 with the output in $2.N.got.
join_page() {
	awk -v out="$2" '
	function escaped(line) {
		gsub(/\\/, "\\e", line)
		gsub(/\047/, "\\(aq", line)
		if (line ~ /^\./)
			line = "\\&" line
		return line
	}
	/^\.Bd -literal/ { display = 1 }
	/^\.Ed/ { display = skip = 0 }
	display && /^\$ / {
		print
		file = out "." ++count ".got"
		while ((getline line <file) > 0)
			print escaped(line)
		close(file)
		skip = 1
		next
	}
	!skip
	' "$1"
}

passed=0
failed=0
for page; do
	name=$(basename "$page")
	export HOME="$scratch/$name.home"
	mkdir "$HOME" "$scratch/$name.run"
	ln -s "$root/data" "$scratch/$name.run/data"
	icd10-build-index -q data/sample || exit 2
	split_page "$page" "$scratch/$name"
	count=1
	while [ -f "$scratch/$name.$count.command" ]; do
		example=$scratch/$name.$count
		(cd "$scratch/$name.run" && sh "$example.command" </dev/null >"$example.got" 2>&1)
		if $update || cmp -s "$example.expected" "$example.got"; then
			passed=$((passed + 1))
		else
			echo "$page: $(cat "$example.command")"
			diff -u "$example.expected" "$example.got" | sed '1,2d'
			failed=$((failed + 1))
		fi
		count=$((count + 1))
	done
	if $update; then
		join_page "$page" "$scratch/$name" >"$scratch/$name.new"
		cmp -s "$page" "$scratch/$name.new" || { cat "$scratch/$name.new" >"$page" && echo "$page: updated"; }
	fi
done
echo "examples: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
