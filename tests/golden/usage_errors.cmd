icd10-lookup -f xml M54.50
echo "status $?"
icd10-lookup --color sometimes M54.50
echo "status $?"
icd10-lookup M54.50 --on
echo "status $?"
icd10-lookup search --synonyms none.tsv pain
echo "status $?"
icd10-lookup
