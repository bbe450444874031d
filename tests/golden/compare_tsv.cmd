icd10-lookup -f tsv compare M54.50 M54.51
