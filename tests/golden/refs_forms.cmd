icd10-lookup refs --on 2025-01-01 M51.360
icd10-lookup -f json refs F02.80
icd10-lookup -f tsv --header refs M54.50
icd10-lookup refs --below M51.36
icd10-lookup refs M54.99
echo "status $?"
