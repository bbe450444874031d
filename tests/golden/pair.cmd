icd10-lookup M54.50 + M54.41
echo "status $?"
icd10-lookup pair M54.50 M51.16
echo "status $?"
icd10-lookup pair M54.50 M54.99
