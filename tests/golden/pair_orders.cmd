icd10-build-index -q -o orders.mdb --effective 2025-10-01 sample/2025-10-01/icd10cm_order_2026.txt
icd10-lookup --index orders.mdb pair M54.50 M54.41
echo "status $?"
icd10-lookup --index orders.mdb -f json pair M54.50 M54.41
icd10-lookup --index orders.mdb -f tsv pair M54.50 M54.41
icd10-lookup --index orders.mdb refs M54.50
icd10-lookup --index orders.mdb -f json refs M54.50
icd10-lookup --index orders.mdb -f tsv refs M54.50
icd10-lookup --on 2024-05-01 pair QA0.0101 M54.50
