# Templates of every encoding and with every neighbour of a code; files that are no texts, are not there, or may not be read.
utf16() { iconv -f UTF-8 -t UTF-16$1 | if [ "$2" ]; then { printf "$2"; cat; }; else cat; fi; }
mkdir forms forms/below
{
	echo 'Größe: M54.5 – Rückenschmerz, m54.50; 😀 M54.99 (K56.41)'
	awk 'BEGIN { for (i = 0; i < 9000; i++) print "Zeile ohne etwas, 12345, A1B2C3D4E5, und noch ein Wort mehr" }'
	echo 'am Ende M54.5'
} >text
utf16 LE '\377\376' <text >forms/le.txt
utf16 BE '\376\377' <text >forms/be.txt
head -n 1 text | utf16 LE >forms/unmarked_le.txt
printf 'Low back pain M54.5 in a record with plain words only\n' | utf16 BE >forms/unmarked_be.txt
awk 'BEGIN { for (i = 0; i < 60000; i++) printf "x%d,", i; print " M54.5" }' >forms/one_line.txt
awk 'BEGIN { for (i = 0; i < 400000; i++) printf "x"; print " M54.5" }' >forms/one_word.txt
printf '%%PDF-1.4 M54.5\n' >forms/a.pdf
ln -s nowhere forms/broken
ln -s .. forms/below/around
mkfifo forms/fifo
: >forms/empty
printf 'M' >forms/short
printf '\357\273\277dx,dx title\n"M54.5","Low back pain"\nM54.50,"Low back, pain, unspecified"\n' >forms/table.csv
cat >forms/list.txt <<'LIST'
M54.5 Low back pain
M51.36 Other intervertebral disc degeneration, lumbar region
M54.99 Nothing of the kind
K56.4 Fecal impaction
F02.8 Dementia
E11.9 Type 2 diabetes mellitus
M25.56 Pain in right knee
M25.561 Pain in left knee
M25.562 Pain in right knee
S39.012 Strain of lower back, right & left
S39.012X Strain
W21.89 Struck by equipment
M17.1 Unilateral primary osteoarthritis, left knee
LIST
cat >forms/page.html <<'PAGE'
<label for="M54.5" title='Low back pain'>M54.5</label>
<option value='M25.561' label='Left knee pain'>
<td>M25.562</td><td>Pain in right&nbsp;knee &amp; more</td>
<li data-code="M54.5-">Low back w/o sciatica</li>
<input id="c1" name="code" value="m54.5"> <span>ICD: M54.5_</span>
{"code": "M54.5", "text": "Low back pain", "dx2": ["M54.50","M54.5"], 'icd': 'M51.36'}
dx: M54.5/M54.41; M54.50+M54.41 M54.50-M54.59 (M54.5-) [M54.5] {M54.5} *M54.5* #M54.5 $M54.5 M54.5% M54.5= M54.5: "M54.5" 'M54.5'
path\nM54.5\tM54.50\r\n x=M54.5\" y M54.5. z M54.5.1 M54.5- M54.5x M54.5XX M54.5? M54.5* M54.5_A v1.M54.5 B12 T36.0X5 t36.0x5a
see section §M54.5 and Sec. M54.5(a), page M54, room E11, E11.A, E11., vitamin B12, T4 L5 M54 S1 C4-C5, v. Z00
codeSystem="2.16.840" code="M54.5" displayName="Low back pain" M54.5<br>M54.50<br/>
 M54.5 » M54.5 、M54.50 “M54.5” ‘M54.5’ éM54.5é
PAGE
printf 'no line feed at the end: M54.5' >forms/tail.md
printf 'dx;n\r\nM54.5;1\r\nM54.59;"2\r\nM54.50;"3"\r\n' >forms/semicolon.csv
icd10-lookup scan forms
echo "status $?"
icd10-lookup scan --summary forms
icd10-lookup -f json scan forms/page.html | cut -c 1-160
icd10-lookup --on 2021-01-01 scan --against 2025-10-01 forms/list.txt forms/page.html
echo "status $?"
icd10-lookup scan --fail-on info --exclude '*.txt' --exclude below forms | tail -n 2
icd10-lookup scan forms/broken forms/list.txt nowhere | tail -n 1
icd10-lookup scan - <forms/le.txt
mkdir -p next/2026-10-01
sed '/^[0-9]* M5459 /d' sample/2025-10-01/icd10cm_order_2026.txt >next/2026-10-01/order.txt
printf 'Current code assignment,Effective,Previous Code(s) Assignment\nM54.50,2026,M54.59\n' >next/2026-10-01/conversion.csv
icd10-build-index -q -o next.mdb sample next
{ cat text && echo 'Größe 😀: M54.59'; } >fix.txt
utf16 LE '\377\376' <fix.txt >le.txt
utf16 BE '\376\377' <fix.txt >be.txt
for file in fix.txt le.txt be.txt; do
	icd10-lookup -i next.mdb --on FY2027 scan --fix $file | tail -n 1
	cmp $file $file.bak
	icd10-lookup -i next.mdb --on FY2027 scan --fix $file | tail -n 1
	cp $file.bak $file
	icd10-lookup -i next.mdb --on FY2027 scan --fix $file | tail -n 1
done
ln -s fix.txt link.txt
cp fix.txt.bak fix.txt
icd10-lookup -i next.mdb --on FY2027 scan --fix link.txt | tail -n 1
find . -maxdepth 1 -name '*.txt*' | sort
icd10-lookup scan --fix nowhere
