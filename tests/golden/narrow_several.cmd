icd10-lookup -1 M51.36 back
echo "status $?"
icd10-lookup M54.5 left
