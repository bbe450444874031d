mkdir forms
printf '<p>Low back pain: M54.5</p>\n<p>Vitamin B12, M54.50</p>\n' >forms/visit.html
printf 'name,icd10\nback,M5450\nstrain,S39012\n' >forms/list.csv
icd10-lookup scan forms
echo "status $?"
icd10-lookup -f tsv --header scan forms/visit.html
echo "status $?"
icd10-lookup scan --fail-on error --on 2021-01-01 forms/visit.html
