icd10-lookup export order | cmp - sample/2025-10-01/icd10cm_order_2026.txt
icd10-lookup export codes --on 2021-10-01 | cmp - sample/2021-10-01/icd10cm_codes_2022.txt
icd10-lookup export tabular -o list.xml && head -c 38 list.xml
echo
icd10-lookup export everything
