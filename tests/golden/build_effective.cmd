cp sample/2025-10-01/icd10cm_order_2026.txt order.txt
icd10-build-index -o new.mdb order.txt
echo "status $?"
icd10-build-index -o new.mdb --effective 2026-10-01 order.txt | grep -v ' MB, '
icd10-lookup -i new.mdb releases
mv order.txt icd10cm_order_2027.txt
icd10-build-index -o new.mdb icd10cm_order_2027.txt | grep -v ' MB, '
