icd10-lookup claim -v M54.50 M54.41
icd10-lookup -f json claim M54.50 Z00.00 | grep -o '"guideline":"[^"]*"'
icd10-lookup -f json --on 2022-01-01 claim M54.50 Z00.00 | grep -o '"guideline":"[^"]*"'
printf 'claim M54.50 M54.41\n3\nguide I.A.12\n3\n' | icd10-lookup shell
