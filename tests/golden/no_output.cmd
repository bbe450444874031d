icd10-lookup M54.50 >/dev/full
echo "status $?"
icd10-lookup -f json M54.50 >/dev/full
echo "status $?"
icd10-lookup --help >/dev/full
echo "status $?"
icd10-lookup releases >/dev/full
echo "status $?"
icd10-build-index --help >/dev/full
