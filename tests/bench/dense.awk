# SPDX-License-Identifier: GPL-3.0-or-later
# Texts dense with codes, for measuring scan: from the codes file of a release (code, title), the same ones for the
# same seed. awk -v kind=text|csv|html|json|... -v size=BYTES -v seed=N -f dense.awk codes.txt
#
# text, csv, html, json (lines) have titles beside the codes, one in twenty that of another code. Shapes of one line
# without titles: array ("M54.50",), object, cells, rows, codes, undotted, unknown, doubtful.

{
	code[NR] = substr($0, 1, 7)
	sub(/ +$/, "", code[NR])
	title[NR] = substr($0, 9)
}

function any() { return int(rand() * NR) + 1 }
function dotted(c) { return length(c) > 3 ? substr(c, 1, 3) "." substr(c, 4) : c }
function put(text) { printf "%s", text; written += length(text) }

END {
	srand(seed)
	if (kind == "csv")
		put("id,code,description,count\n")
	while (written < size) {
		i = any()
		words = title[rand() < 0.05 ? any() : i]
		shown = dotted(code[i])
		if (kind == "text")
			put("[ ] " shown "  " words "\n")
		else if (kind == "csv")
			put(int(rand() * 100000) "," shown ",\"" words "\"," int(rand() * 100) "\n")
		else if (kind == "html")
			put("<tr><td>" shown "</td><td>" words "</td></tr>\n")
		else if (kind == "json")
			put("{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"" shown "\",\"display\":\"" words "\"}\n")
		else if (kind == "array")
			put("\"" shown "\",")
		else if (kind == "object")
			put("{\"id\":" i ",\"code\":\"" code[i] "\"},")
		else if (kind == "cells")
			put(shown "," i ",")
		else if (kind == "rows")
			put("<tr><td>" shown "</td></tr>")
		else if (kind == "codes")
			put(shown " ")
		else if (kind == "undotted")
			put(code[i] " ")
		else if (kind == "unknown")
			put(substr("ABCDEFGHIJ", int(rand() * 10) + 1, 1) sprintf("%02d.%02d ", rand() * 100, rand() * 100))
		else
			put("V12.3 V45.1 ")
	}
}
