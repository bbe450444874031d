printf 'code\tlabel\nM54.50\tLow back pain, unspecified\nM51.36\tDisc degeneration\n' >superbill.tsv
printf 'M5450\nM5459\nR52\nM54.50\n' >codes.txt
icd10-lookup changes October 2021 to October 2025 --list superbill.tsv
icd10-lookup -f tsv --header changes FY2022 FY2026 --list codes.txt --only notes
icd10-lookup -f json changes 2021-10-01..2025-10-01 M54.5-, M51.37 --only notes
icd10-lookup changes --all 2020-10-01 Oct 2021 I30-I5A
icd10-lookup changes --all 2020-10-01 Oct 2021 chapter 9 | grep -A3 I30
icd10-lookup changes --all 2020-10-01 Oct 2021 I30 to I5A | grep I5A
icd10-lookup bookmark M54.59
icd10-lookup -f tsv changes FY2026 bookmarks
icd10-lookup -f tsv changes FY2026 --bookmarks | wc -l
icd10-lookup -f tsv changes FY2026 --list codes.txt --list ./missing.txt
echo "status $?"
printf 'nothing here\n' >empty.txt
icd10-lookup changes FY2026 --list empty.txt
echo "status $?"
printf 'changes October 2021 to October 2025 M54.50\n' | icd10-lookup shell
