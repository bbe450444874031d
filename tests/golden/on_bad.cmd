icd10-lookup --on 2021-02-29 M54.5
echo "status $?"
ICD10_ON=yesterday icd10-lookup M54.5
