icd10-lookup --on 2022-03-31 -1 QA0.0101
icd10-lookup --on 2024-05-01 -1 QA0.0101
icd10-lookup --on 2024-05-01 QA0.0101
icd10-lookup --on 2024-05-01 -f tsv QA0.0101 M62.85 K60.4
