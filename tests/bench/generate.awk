# SPDX-License-Identifier: GPL-3.0-or-later
# Texts and tables for measuring, from the codes file of a release (code, title), the same ones for the same seed.
# awk -v kind=KIND -v size=SIZE -v seed=N -f generate.awk codes.txt
#
# Of SIZE bytes, dense with codes, for scan: text, csv, html, json (lines) have titles beside the codes, one in twenty
# that of another code. Shapes of one line without titles: array ("M54.50",), object, cells, rows, codes, undotted,
# unknown, doubtful; array_lines is the array with a line for each code. sparse is running text with a code in every
# hundredth line.
# Of SIZE rows: list (a code a line, three in a hundred not billable), dated (a table with a column of dates, 56 days of
# several years), claims (of random codes) and common (of frequent ones), x12 (claims of 56 days, as 837P).

{
	code[NR] = substr($0, 1, 7)
	sub(/ +$/, "", code[NR])
	title[NR] = substr($0, 9)
}

function any() { return int(rand() * NR) + 1 }
function dotted(c) { return length(c) > 3 ? substr(c, 1, 3) "." substr(c, 4) : c }
function put(text) { printf "%s", text; written += length(text) }
function day() { return sprintf("%04d-%02d-%02d", 2021 + int(rand() * 4), 1 + 2 * int(rand() * 6), 1 + int(rand() * 2) * 14) }
function frequent() { return common[int(rand() * rand() * commons) + 1] }

# Codes apart, as many as a claim has.
function claim(parted, often,    i, n, text, c, had) {
	n = 1 + int(rand() * 5)
	for (i = 0; i < n; i++) {
		c = often ? frequent() : code[any()]
		if (!(c in had))
			text = text (text == "" ? "" : parted) c
		had[c]
	}
	return text
}

function piece(   i, shown, words) {
	i = any()
	shown = dotted(code[i])
	if (kind == "array")
		return "\"" shown "\","
	if (kind == "array_lines")
		return "\"" shown "\",\n"
	if (kind == "object")
		return "{\"id\":" i ",\"code\":\"" code[i] "\"},"
	if (kind == "cells")
		return shown "," i ","
	if (kind == "rows")
		return "<tr><td>" shown "</td></tr>"
	if (kind == "codes")
		return shown " "
	if (kind == "undotted")
		return code[i] " "
	if (kind == "unknown")
		return substr("ABCDEFGHIJ", int(rand() * 10) + 1, 1) sprintf("%02d.%02d ", rand() * 100, rand() * 100)
	if (kind == "doubtful")
		return "V12.3 V45.1 "
	words = title[rand() < 0.05 ? any() : i]
	if (kind == "text")
		return "[ ] " shown "  " words "\n"
	if (kind == "csv")
		return int(rand() * 100000) "," shown ",\"" words "\"," int(rand() * 100) "\n"
	if (kind == "html")
		return "<tr><td>" shown "</td><td>" words "</td></tr>\n"
	return "{\"system\":\"http://hl7.org/fhir/sid/icd-10-cm\",\"code\":\"" shown "\",\"display\":\"" words "\"}\n"
}

function dense() {
	if (kind == "csv")
		put("id,code,description,count\n")
	while (written < size)
		put(piece())
}

function sparse(   line) {
	text = "the patient was seen today for a visit and 12 of 45 forms were filled in by the nurse at 10:30. Back in 2 weeks."
	for (line = 0; written < size; line++)
		put((line % 100 ? text : " M54.50") " " line "\n")
}

function x12(   i, n, codes, c, text, segments) {
	printf "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250101*1200*^*00501*000000001*0*P*:~\n"
	printf "GS*HC*SENDER*RECEIVER*20250101*1200*1*X*005010X222A1~\nST*837*0001*005010X222A1~\n"
	printf "BHT*0019*00*1*20250101*1200*CH~\nHL*1**20*1~\nHL*2*1*22*0~\n"
	for (i = 0; i < size; i++) {
		n = split(claim(" ", 1), codes, " ")
		c = day()
		gsub(/-/, "", c)
		text = ""
		for (segments = 1; segments <= n; segments++)
			text = text "*" (segments == 1 ? "ABK" : "ABF") ":" codes[segments]
		printf "CLM*%d*120***11:B:1*Y*A*Y*Y~\nHI%s~\nLX*1~\nSV1*HC:99213*120*UN*1***1~\nDTP*472*D8*%s~\n", i, text, c
	}
	printf "SE*%d*0001~\nGE*1*1~\nIEA*1*000000001~\n", size * 5 + 5
}

END {
	srand(seed)
	commons = split("I10 E119 E785 Z0000 M5450 J069 F411 N390 K219 R05 E039 J45909 G4733 R079 M25561 I2510 N183 F329 " \
			"E1165 Z23 R519 J029 H6690 R1084 M542 D649 I4891 Z79899 F1720 E6601 R42 L309 B351 M1711 J309 K5900 R509 " \
			"Z1231 E1122 I509 J449 R7303 M79671 H2513 N401 K7581 S39012A Z5111 C50911 E876", common, " ")
	if (kind == "sparse")
		sparse()
	else if (kind == "x12")
		x12()
	else if (kind == "list" || kind == "dated" || kind == "claims" || kind == "common") {
		if (kind == "dated")
			print "id,dx,date,provider"
		for (row = 0; row < size; row++) {
			c = code[any()]
			if (kind == "list")
				print rand() < 0.03 ? substr(c, 1, 3) : c
			else if (kind == "dated")
				print row "," c "," day() "," 1 + int(rand() * 20)
			else
				print claim(" ", kind == "common")
		}
	} else
		dense()
}
