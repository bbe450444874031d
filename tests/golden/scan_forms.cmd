mkdir forms
printf '<label>Left knee pain</label> <b>M25.561</b>\n<option value="M54.5-">Low back pain</option>\nDx: m54.5, M51.36\n' >forms/visit.html
printf 'name\tdx\nvitamin B12\tJ1100\nback\tM5450\nstrain\tS39012\n' >forms/list.tsv
printf 'M54.5\n' >forms/.old
printf 'a\0M54.5\n' >forms/picture
icd10-lookup -f json scan forms
icd10-lookup -f tsv --header scan --exclude '*.html' forms
icd10-lookup -f sarif scan forms/visit.html | sed 's/ersion":"[0-9.]*","semanticVersion":"[0-9.]*"/ersion":"VERSION","semanticVersion":"VERSION"/'
icd10-lookup -f sarif scan --exclude '*' forms | tail -2
icd10-lookup scan --on 2021-01-01 --against FY2026 forms/visit.html
echo "status $?"
icd10-lookup -f json scan --summary forms
icd10-lookup -f tsv scan --summary forms
icd10-lookup scan - <forms/list.tsv
icd10-lookup -f sarif scan --summary forms
