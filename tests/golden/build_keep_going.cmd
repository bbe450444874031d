# Broken files are left out and named; two that contradict each other both; the index is made of the rest.
cp -rL sample here
sed -i '5s/^...../xxxxx/' here/2021-10-01/icd10cm_order_2022.txt
head -c 3000 sample/2025-10-01/icd10cm_tabular_2026.xml >here/2025-10-01/icd10cm_tabular_2026.xml
sed '$d' sample/2025-10-01/POAexemptCodes2026.txt >here/2025-10-01/poa.txt
printf 'PK\003\004' >here/2025-10-01/broken.zip
icd10-build-index -o new.mdb here
echo "status $?"
icd10-build-index --keep-going -o new.mdb here | grep -v ' MB, '
icd10-build-index --keep-going -q -o new.mdb here >quiet
echo "status $?"
cat quiet
icd10-lookup -i new.mdb releases
# Nothing is left: nothing is made.
icd10-build-index --keep-going -o none.mdb here/2025-10-01/broken.zip
