icd10-lookup --on 2021-10-01 changes --only poa
ICD10_ON=2021-10-05 icd10-lookup changes --only poa
icd10-lookup --on 2023-05-01 changes --only poa
icd10-lookup --on 2030-01-01 changes --only poa
icd10-lookup -f json --on 2030-01-01 changes --only poa
icd10-lookup --on 2019-01-01 changes
echo "status $?"
icd10-lookup changes --only poa 2025-10-01 2020-10-01
icd10-lookup -f json changes --only poa 2025-10-01 2020-10-01
