# Two "code first" lists at E35: the heading of the first ends with it. The second came in 2021 and grew in 2025.
icd10-lookup E35
icd10-lookup --on 2021-01-01 E35 | grep -A 4 'Code first'
icd10-lookup -f json --on 2022-01-01 E35
icd10-lookup -f tsv history E35
icd10-lookup pair E35 E11.9
