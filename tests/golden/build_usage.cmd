icd10-build-index
echo "status $?"
icd10-build-index --wrong sample
echo "status $?"
icd10-build-index --effective soon sample
