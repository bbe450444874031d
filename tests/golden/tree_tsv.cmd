icd10-lookup -f tsv --header tree M54.5
