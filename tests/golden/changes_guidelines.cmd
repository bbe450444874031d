icd10-lookup changes --only guidelines 2021-10-01 2025-10-01
icd10-lookup changes 2021-10-01 2025-10-01 | tail -2
icd10-lookup -f tsv changes --only guidelines 2021-10-01 2025-10-01
icd10-lookup -f json changes --only guidelines 2021-10-01 2025-10-01
icd10-lookup --color always changes --only guidelines 2021-10-01 2025-10-01 | head -12
icd10-lookup changes --only guidelines 2020-10-01 2021-10-01
echo "status $?"
icd10-lookup -f json changes --only guidelines 2020-10-01 2021-10-01
icd10-lookup changes --only guidelines --only codes
echo "status $?"
