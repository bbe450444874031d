icd10-lookup -f json changes 2020-10-01 2021-10-01 M54
icd10-lookup -f tsv --header changes --only titles --only notes FY2026
icd10-lookup -f json changes --only codes FY2026 M51.3
icd10-lookup changes --only poa FY2026
echo "status $?"
icd10-lookup changes --html page.html FY2026 M51 && grep -c M51.360 page.html
icd10-lookup changes --only everything
