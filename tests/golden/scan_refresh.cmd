printf 'M54.50\tLow back pain, unspecified\nM54.51\nM51.36\nM51.37\nE11.9\nZ51.5\n' >desk.txt
icd10-lookup scan --on 2021-10-01 --against 'October 2025' desk.txt
echo "status $?"
echo "half of a family is not most of it"
printf 'M51.36\nE11.9\n' >half.txt
icd10-lookup -f tsv scan --on 2021-10-01 --against FY2026 half.txt
echo "each file is told of its own"
icd10-lookup -f tsv scan --on FY2022 --against FY2026 desk.txt desk.txt | grep -c refresh_new
icd10-lookup scan --on 2021-09-30 --against 2021-10-01 --summary desk.txt
