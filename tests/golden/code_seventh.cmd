icd10-lookup W21.89A
echo "status $?"
icd10-lookup S39.012
echo "status $?"
icd10-lookup -1 S06.1X7A S06.1X7D S72.471A S72.471K W11.XXXA W11A
