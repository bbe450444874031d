icd10-lookup -f json index lumbago
icd10-lookup -f json --on 2021-01-01 index banana
icd10-lookup -f tsv --header index sciatica
icd10-lookup -f tsv --header neoplasm breast
icd10-lookup -f json drug alcohol
