icd10-lookup -f json M54.50 + M54.41
icd10-lookup -f json pair M54.50 M51.16 --on 2030-01-01
echo "status $?"
icd10-lookup -f tsv --header pair M54.5 M54.4
icd10-lookup -f tsv pair M54.50 M51.16
icd10-lookup -f json pair M54.50 m5450
icd10-lookup -f json pair M54.50 M54.99
