icd10-lookup history M54.5 M54.50
icd10-lookup -f tsv history M35.0
