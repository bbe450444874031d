icd10-lookup -f json compare M54.50 M54.51 | cut -c 1-400
icd10-lookup -f tsv --header compare M54.50 M54.99 K56.41 | head -12
icd10-lookup compare M54.50 ZZZ M54.5 | head -30
icd10-lookup -f json compare M54.99 low | cut -c 1-200
icd10-lookup compare $(seq 65)
echo "status $?"
icd10-lookup compare ZZZ
