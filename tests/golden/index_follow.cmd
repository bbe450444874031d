icd10-lookup index --follow degeneration disc
icd10-lookup index --below sciatica
icd10-lookup index --on 2022-01-01 "lumbar disc degeneration"
icd10-lookup index back
icd10-lookup drug --on 2021-01-01 alcohol
