#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The page of a summary in a browser: one Letter sheet when it is printed, however much was counted, and nothing that
# sticks out of its place, on screens wide and narrow. With Debian's chromium, and poppler's pdfinfo.

set -u
cd "$(dirname "$0")/../.." || exit 2
# shellcheck source=tests/support/script.sh
. tests/support/script.sh
# shellcheck source=tests/support/validators.sh
. tests/support/validators.sh
if ! have_browser || ! command -v pdfinfo >/dev/null; then
	echo "summary page: skipped, chromium or pdfinfo is not installed"
	exit 0
fi

# shellcheck disable=SC2154 # of script.sh
cd "$scratch" || exit 2
icd10-build-index -q -o icd10cm.mdb "$root/data/sample" || exit 2
export ICD10_INDEX=icd10cm.mdb

# Much of everything: months, providers with long names, each reason why a code is not billable.
awk 'BEGIN {
	split("M54.50 M54.50 M54.59 M54.51 M25.561 M25.569 M25.562 M51.360 M51.26 S39.012A E11.9 F02.80 K56.41 Z51.5 M54.50 " \
		"M54.41 M54.5 S39.012 M54.99 foo S39.012Z M54.50X \"\"\"M54.5\"\"\"", codes, " ")
	print "date,provider,dx"
	for (i = 0; i < 6000; i++) {
		month = i * 7 % 30
		printf "%d-%02d-%02d,\"Provider of a practice with a very, very long name, number %d <&>\",%s\n", 2023 + month / 12,
			month % 12 + 1, i % 28 + 1, i * 13 % 41, codes[i * 11 % 23 + 1]
	}
}' >many.csv
sed 's/,"[^"]*",/,,/; s/-[0-9]*-/-01-/' many.csv | head -n 40 >few.csv
{
	printf 'ISA*00*          *00*          *ZZ*S              *ZZ*R              *250301*1200*^*00501*000000001*0*T*:~'
	printf 'GS*HC*S*R*20250301*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~\n'
	awk 'BEGIN {
		split("M5450 M5441 M545 S39012A S39012D M25561 M25562 M25569 E119 F0280 K5641 Z515 M5459 S39012 W2189XA M5126", codes, " ")
		for (i = 0; i < 3000; i++)
			printf "CLM*%c%d-%d*100***11:B:1*Y*A*Y*Y~HI*ABK:%s*ABF:%s*ABF:%s~DTP*472*D8*%d%02d%02d~\n", 65 + i % 26, i % 7, i,
				codes[i % 16 + 1], codes[i * 5 % 16 + 1], codes[i * 3 % 16 + 1], 2023 + i % 3, i % 12 + 1, i % 28 + 1
	}'
	printf 'SE*9~GE*1*1~IEA*1*000000001~\n'
} >claims.x12
page() {
	name=$1
	shift
	icd10-lookup "$@" --html "$name.html" 2>said >&2
	[ -s "$name.html" ] || { cat said; exit 1; }
}
page many check --column dx --date-column date --by month --by provider many.csv
page days check --column dx --date-column date --by day many.csv
page providers check --column dx --date-column date --by provider many.csv
page few check --column dx --date-column date --by year --by provider few.csv
page plain check --column dx --date-column date --html plain.html many.csv
page claims claim --by month --by id:2 claims.x12
page claims_days claim --by day claims.x12

passed=0
failed=0
wrong() {
	echo "$*"
	failed=$((failed + 1))
}
right() {
	passed=$((passed + 1))
}

# Each page in frames of two widths tells what sticks out of it. Only this test's own page has a script.
cat >frames.html <<'END'
<!DOCTYPE html><meta charset="utf-8"><body><script>
const wrong = [];
const overlap = (a, b) => Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1 &&
	Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 4;
function measure(page, name) {
	const root = page.documentElement;
	if (root.scrollWidth > root.clientWidth) wrong.push(name + ": is " + root.scrollWidth + " wide");
	for (const chart of page.querySelectorAll("svg.chart")) {
		const box = chart.viewBox.baseVal;
		const texts = [...chart.querySelectorAll("text")].map(text => [text.getBBox(), text.textContent]);
		texts.forEach(([at, text], i) => {
			if (at.x < -1 || at.y < -1 || at.x + at.width > box.width + 1 || at.y + at.height > box.height + 1)
				wrong.push(name + ": sticks out of its chart: " + text);
			for (const [other, before] of texts.slice(0, i))
				if (overlap(at, other)) wrong.push(name + ": " + text + " lies on " + before);
		});
	}
}
for (const name of ["many", "days", "providers", "few", "plain", "claims", "claims_days"])
	for (const width of [820, 380]) {
		const frame = document.createElement("iframe");
		frame.style = "border:0;height:1000px;width:" + width + "px";
		frame.src = name + ".html";
		frame.title = name + " in " + width;
		document.body.append(frame);
	}
onload = () => {
	let count = 0;
	for (const frame of document.querySelectorAll("iframe")) {
		measure(frame.contentDocument, frame.title);
		count++;
	}
	document.body.textContent = "\nmeasured " + count + "\n" + wrong.map(text => "wrong: " + text).join("\n") + "\n";
};
</script>
END
browser --allow-file-access-from-files --virtual-time-budget=10000 --dump-dom "file://$scratch/frames.html" >dom
if grep -q '^measured 14' dom && ! grep -q '^wrong: ' dom; then
	right
else
	wrong "on screens: $(grep '^wrong: \|^measured' dom)"
fi

for page in many providers plain claims; do
	browser --no-pdf-header-footer --print-to-pdf="$page.pdf" "file://$scratch/$page.html"
	pages=$(pdfinfo "$page.pdf" | sed -n 's/^Pages: *//p')
	size=$(pdfinfo "$page.pdf" | sed -n 's/^Page size: *//p')
	[ "$pages" = 1 ] && right || wrong "$page: $pages sheets"
	case $size in "612 x 792"*) right ;; *) wrong "$page: a sheet of $size" ;; esac
done
if have_html; then
	if html_valid many.html days.html providers.html few.html plain.html claims.html claims_days.html; then right; else wrong 'pages are not valid HTML'; fi
else
	echo "summary page: the HTML checker skipped, it is not installed (make validators)"
fi
echo "summary page: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
