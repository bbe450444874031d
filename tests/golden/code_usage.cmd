icd10-lookup code
echo "status $?"
icd10-lookup code --wrong M54.50
echo "status $?"
icd10-lookup code -9 M54.50
