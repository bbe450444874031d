icd10-lookup tree M77
echo "status $?"
icd10-lookup tree M54-M50
echo "status $?"
icd10-lookup tree --depth many M54
echo "status $?"
