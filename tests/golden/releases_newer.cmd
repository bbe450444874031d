# What is out and not held, by the table of addresses and by the calendar.
ICD10_TODAY=2026-11-26 icd10-lookup releases --newer | grep 'October 2026'
ICD10_TODAY=2033-01-05 icd10-lookup releases --newer | tail -n 1
ICD10_TODAY=2026-11-26 icd10-lookup -f tsv releases --newer | grep 2026-10-01
ICD10_TODAY=2033-01-05 icd10-lookup -f json releases --newer | grep -o '"effective":"2032-10-01".*'
# All that is known is held.
icd10-build-index -q --effective 2032-10-01 -o new.mdb sample/2025-10-01/icd10cm_codes_2026.txt
ICD10_TODAY=2033-01-05 icd10-lookup -i new.mdb releases --newer
