icd10-lookup releases
icd10-lookup -f tsv releases --header
icd10-lookup -f json releases
