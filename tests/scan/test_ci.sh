#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What scan hands to other programs: SARIF logs that validators accept, places that editors jump to, a hook that
# pre-commit runs. Each with the real program, where it is installed.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
# shellcheck source=tests/support/check.sh
. tests/support/check.sh
# shellcheck source=tests/support/validators.sh
. tests/support/validators.sh

icd10-build-index -q -o "$scratch/icd10cm.mdb" data/sample || exit 2
cp .pre-commit-hooks.yaml "$scratch"
cd "$scratch" || exit 2
export ICD10_INDEX="$scratch/icd10cm.mdb" ICD10_ON=2026-02-01

# ---- SARIF ----

mkdir -p 'forms/dör of 100%'
printf 'Größe: M54.5\nM54.5-\tM25.561 Pain in left knee\n"M54.99" <!-- icd10:ignore nothing -->\n' >'forms/dör of 100%/a b#.html'
printf 'dx\nM54.50\nM51.36 icd10:ignore\n' >forms/b.csv
printf '\377\376' >forms/wide.txt
printf 'back: M54.5\n' | iconv -f UTF-8 -t UTF-16LE >>forms/wide.txt
mkdir empty

log() {
	name=$1
	shift
	icd10-lookup -f sarif scan "$@" >"$name.sarif" 2>/dev/null
}
log plain forms
log absolute "$scratch/forms"
log against --on 2021-10-01 --against FY2026 forms
log none empty
log unreadable forms nowhere
log rules --rule label,refresh_ok --min warning forms
icd10-lookup scan -q --write-baseline known.txt forms 2>said
echo 'new: M51.37' >>forms/b.csv
log known --baseline known.txt forms

if have_sarif; then
	check 'SARIF, by the rules of code scanning' quietly sarif_valid ./*.sarif
else
	echo "scan: SARIF skipped, the validator is not installed (make validators)"
fi
if have_sarif_schema; then
	check 'SARIF, by its schema' quietly sarif_schema_valid ./*.sarif
else
	echo "scan: the schema of SARIF skipped, it or python3-jsonschema is not installed"
fi

# What they do not look at.
log_says() {
	python3 - "$@" <<'END'
import json, sys
log = json.load(open(sys.argv[1]))["runs"][0]
results, invocation = log["results"], log["invocations"][0]
sys.exit(not eval(sys.argv[2]))
END
}
check 'SARIF: right codes pass' quietly log_says against.sarif \
	'any(r["kind"] == "pass" and r["level"] == "none" for r in results) and all((r["ruleId"] == "refresh_ok") == (r["kind"] == "pass") for r in results)'
check 'SARIF: a failed run says so' quietly log_says unreadable.sarif \
	'not invocation["executionSuccessful"] and invocation["exitCode"] == 2 and "nowhere" in json.dumps(invocation)'
check 'SARIF: known and new' quietly log_says known.sarif \
	'[r["ruleId"] + r["baselineState"] for r in results if "M51.37" in r["message"]["text"]] == ["headernew"] and sum(r["baselineState"] == "unchanged" for r in results) == 5'
check 'SARIF: ignored' quietly log_says plain.sarif \
	'[r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results if r["suppressions"]] == ["forms/b.csv"]'
check 'SARIF: addresses of files' quietly log_says plain.sarif \
	'"forms/d%C3%B6r%20of%20100%25/a%20b%23.html" in [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results]'
check 'SARIF: fingerprints differ' quietly log_says plain.sarif \
	'len({r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] + r["partialFingerprints"]["primaryLocationLineHash"] for r in results if not r["suppressions"]}) == sum(not r["suppressions"] for r in results) > 4'

# ---- editors ----

printf 'plain M54.5\n\tGrößenänderung é: M54.5, dann M51.36\n' >visit.txt

# vim counts bytes; the code it jumps to is the one the finding is of.
vim_jumps() {
	icd10-lookup scan --columns bytes visit.txt >errors
	vim -u NONE -N -es -c 'set encoding=utf-8 errorformat=%f:%l:%c:\ %m' -c 'cgetfile errors' \
		-c 'for i in range(1, 3) | exe "cc" i | call writefile([strpart(getline("."), col(".") - 1, 6)], "at", "a") | endfor' \
		-c 'qa!' </dev/null
	printf 'M54.5\nM54.5,\nM51.36\n' | diff - at
}
if command -v vim >/dev/null && vim --version | grep -q '+quickfix.*' && vim --version | grep -q '+eval'; then
	check 'vim jumps to line and column' quietly vim_jumps
else
	echo "scan: vim skipped, it is not installed"
fi

# emacs counts characters where compilation-error-screen-columns is nil.
emacs_jumps() {
	{ printf -- '-*- mode: compilation -*-\n\n'; icd10-lookup scan visit.txt; } >errors
	emacs -Q --batch --eval '(progn
		(require (quote compile))
		(setq compilation-error-screen-columns nil)
		(find-file "errors")
		(compilation-mode)
		(setq next-error-last-buffer (current-buffer))
		(dotimes (_ 3)
		  (with-current-buffer (get-file-buffer "errors") (next-error))
		  (with-current-buffer (get-file-buffer "visit.txt")
		    (princ (buffer-substring (point) (+ (point) 5)))
		    (terpri))))' >places 2>emacs.said || cat emacs.said
	printf 'M54.5\nM54.5\nM51.3\n' | diff - places
}
if command -v emacs >/dev/null; then
	check 'emacs jumps to line and column' quietly emacs_jumps
else
	echo "scan: emacs skipped, it is not installed"
fi

# ---- pre-commit ----

hook_runs() {
	pre-commit validate-manifest .pre-commit-hooks.yaml || return 1
	git config --global user.email a@example.org && git config --global user.name a
	git init -q hooks && cp .pre-commit-hooks.yaml hooks && (cd hooks && git add . && git commit -qm hooks) || return 1
	git init -q repository && cd repository || return 1
	printf 'Low back pain M54.50\n' >right.txt
	printf 'Low back pain M54.5\n' >wrong.txt
	git add .
	pre-commit try-repo ../hooks icd10-scan --files right.txt || return 1
	pre-commit try-repo ../hooks icd10-scan --files right.txt wrong.txt >said && return 1
	grep -q '^wrong.txt:1:15: error: M54.5: ' said
}
if command -v pre-commit >/dev/null && command -v git >/dev/null; then
	check 'pre-commit runs the hook' quietly hook_runs
else
	echo "scan: pre-commit skipped, it is not installed"
fi

echo "scan for other programs: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
