# Equal content counts once; two files of one kind do not.
mkdir -p 2025-10-01/a 2025-10-01/b
cp sample/2025-10-01/icd10cm_order_2026.txt 2025-10-01/a/one.txt
cp sample/2025-10-01/icd10cm_order_2026.txt 2025-10-01/b/two.txt
icd10-build-index -o new.mdb 2025-10-01 | grep -v ' MB, '
sed '$d' sample/2025-10-01/icd10cm_order_2026.txt >2025-10-01/b/two.txt
icd10-build-index -o new.mdb 2025-10-01
