icd10-lookup export order --on 2021-10-01 | cmp - sample/2021-10-01/icd10cm_order_2022.txt
icd10-lookup export order --on 2024-05-01 | cmp - sample/2021-10-01/icd10cm_order_2022.txt
