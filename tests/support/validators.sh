# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# Validators and a browser for what the programs write, where they are installed (make validators; Debian's chromium).
# Read in after script.sh. Each have_ function says whether the program is here; each other one is silent when all is
# well, else it prints what is wrong and fails.

# shellcheck disable=SC2154 # validators and scratch are script.sh's
vnu=$validators/node_modules/vnu-jar/build/dist/vnu.jar
sarif_tool=$validators/node_modules/@microsoft/sarif-multitool-linux

have_html() {
	[ -e "$vnu" ] && command -v java >/dev/null
}

# html_valid FILE...: by the W3C's checker; its warnings count.
html_valid() {
	java -jar "$vnu" --stdout --format gnu "$@"
}

have_sarif() {
	[ -x "$sarif_tool/Sarif.Multitool" ]
}

# sarif_valid FILE...: by the rules of SARIF and those of GitHub's code scanning; its warnings count.
sarif_valid() {
	"$sarif_tool/Sarif.Multitool" validate --rule-kind 'Sarif;Gh' "$@" >"$scratch/sarif.said" 2>&1 &&
		! grep -E ': (error|warning) ' "$scratch/sarif.said" && return 0
	grep -qE ': (error|warning) ' "$scratch/sarif.said" || cat "$scratch/sarif.said"
	return 1
}

have_sarif_schema() {
	[ -e "$sarif_tool/sarif-2.1.0.json" ] && schema_python >/dev/null
}

# A python that has jsonschema: the one that comes first, else Debian's.
schema_python() {
	for python in python3 /usr/bin/python3; do
		"$python" -c 'import jsonschema' 2>/dev/null && echo "$python" && return 0
	done
	return 1
}

# sarif_schema_valid FILE...: by the JSON schema of OASIS.
sarif_schema_valid() {
	"$(schema_python)" - "$sarif_tool/sarif-2.1.0.json" "$@" <<'END'
import json, sys, jsonschema
schema = json.load(open(sys.argv[1], encoding="utf-8-sig"))
kind = jsonschema.validators.validator_for(schema)
wrong = 0
for path in sys.argv[2:]:
    for error in kind(schema).iter_errors(json.load(open(path, encoding="utf-8"))):
        print(path + ": " + "/".join(map(str, error.absolute_path)) + ": " + error.message[:300])
        wrong = 1
sys.exit(wrong)
END
}

have_browser() {
	command -v chromium >/dev/null
}

# browser ARGUMENT... URL: Debian's chromium without a window, in a profile of its own.
browser() {
	timeout 60 chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
		--user-data-dir="$scratch/chromium" "$@" 2>"$scratch/chromium.said"
}
