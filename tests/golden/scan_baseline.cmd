# What a team's CI wants: findings that are known, ignored, of some rules, of some severity.
mkdir forms
printf 'Low back pain: M54.5\nM25.561 Pain in left knee\nM54.5- M54.99\n' >forms/a.html
printf 'M51.36 <!-- icd10:ignore header -->\nM51.36 -- icd10:ignore\nM51.36 # icd10:ignore label: the words are ours\nM51.36 /* icd10:ignore Label, header */\nM51.36 icd10:ignored\n' >forms/b.html
echo "== a baseline is written and known again, moved lines and other spaces too"
icd10-lookup scan --write-baseline known.txt forms; echo "status $?"
cat known.txt
icd10-lookup scan --baseline known.txt forms; echo "status $?"
{ echo; echo; sed 's/ pain/  pain/' forms/a.html; } >moved && mv moved forms/a.html
icd10-lookup scan --baseline known.txt ./forms; echo "status $?"
icd10-lookup scan --summary --baseline known.txt forms
icd10-lookup -f json scan --summary --baseline known.txt forms
echo "== one more of the same is new, one less is gone; what was not scanned stays"
echo 'M54.5- M54.99' >>forms/a.html
icd10-lookup scan --baseline known.txt forms/a.html; echo "status $?"
sed -i '/M54.99/d' forms/a.html
icd10-lookup scan --baseline known.txt forms/a.html; echo "status $?"
icd10-lookup scan --baseline known.txt --rule label forms/a.html; echo "status $?"
icd10-lookup scan -q --baseline known.txt forms/a.html; echo "status $?"
icd10-lookup scan --write-baseline known.txt forms/a.html
cut -f 1-4 known.txt
rm forms/b.html
icd10-lookup scan --write-baseline known.txt forms/a.html 2>&1 | tail -n 1
cut -f 1-4 known.txt | grep -c html
echo "== what is none is refused, and stays"
printf 'M54.5\n' >none.txt
icd10-lookup scan --baseline none.txt forms; echo "status $?"
icd10-lookup scan --write-baseline none.txt forms; echo "status $?"
cat none.txt
{ head -n 1 known.txt; printf 'forms/a.html\theader\tM54.5\tone\t0123456789abcdef\tx\n'; } >broken.txt
icd10-lookup scan --baseline broken.txt forms; echo "status $?"
icd10-lookup scan --baseline nowhere.txt forms; echo "status $?"
icd10-lookup scan --write-baseline no/where.txt forms 2>/dev/null; echo "status $?"
cp known.txt forms/icd10.baseline
icd10-lookup scan --summary -q --baseline known.txt forms
rm forms/icd10.baseline
echo "== rules and severities"
icd10-lookup scan --rule label,header forms; echo "status $?"
icd10-lookup scan --rule '!label' --rule '!header' forms; echo "status $?"
icd10-lookup scan --rule 'label,nothing' forms; echo "status $?"
icd10-lookup scan --min error forms; echo "status $?"
icd10-lookup scan --min worst forms 2>&1 | head -n 1
icd10-lookup scan --fail-on none forms >nothing; echo "status $?"
icd10-lookup scan --fail-on never forms 2>&1 | head -n 1
icd10-lookup scan --write-baseline - --rule label -q forms
echo "== --fix leaves alone what is ignored"
mkdir -p next/2026-10-01
sed '/^[0-9]* M5459 /d' sample/2025-10-01/icd10cm_order_2026.txt >next/2026-10-01/order.txt
printf 'Current code assignment,Effective,Previous Code(s) Assignment\nM54.50,2026,M54.59\n' >next/2026-10-01/conversion.csv
icd10-build-index -q -o next.mdb sample next
printf 'M54.59\nM54.59 icd10:ignore retired\n' >list.txt
icd10-lookup -i next.mdb --on FY2027 scan --fix list.txt
cat list.txt
echo "== columns"
printf 'Größe\tM54.5\n' >wide.txt
icd10-lookup -f tsv scan wide.txt | cut -f 3
icd10-lookup -f tsv scan --columns bytes wide.txt | cut -f 3
icd10-lookup -f sarif scan --columns bytes wide.txt 2>&1 | head -n 1
icd10-lookup scan --columns feet wide.txt 2>&1 | head -n 1
echo "== names with tabs, line feeds and backslashes; lines twice after a merge, CRLF, rules of another version"
mkdir odd
printf 'M54.5\n' >"odd/a	b\\c
d.txt"
icd10-lookup scan -q --write-baseline odd.txt odd
tail -n 1 odd.txt
icd10-lookup scan --baseline odd.txt odd; echo "status $?"
{ sed 's/$/\r/' odd.txt; tail -n 1 odd.txt | sed 's/\t1\t/\t3\t/'; printf 'odd/x\tnext_year\tM54.5\t1\t0123456789abcdef\twhat it says\n'; } >merged.txt
icd10-lookup scan --baseline merged.txt odd; echo "status $?"
icd10-lookup scan -q --baseline odd.txt --write-baseline other.txt odd forms; echo "status $?"
cut -f 1-4 other.txt
echo "== standard input"
printf 'M54.5\n' | icd10-lookup scan -q --write-baseline in.txt -
printf '\nM54.5\nM54.5 again\n' | icd10-lookup scan --baseline in.txt -
icd10-lookup scan --baseline in.txt forms >nothing; echo "status $?"
