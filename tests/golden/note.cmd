ICD10_NOTES=
export ICD10_NOTES
icd10-lookup note M54.5- say which region
icd10-lookup note M54.50 ask about red flags
icd10-lookup note | sed "s|$HOME|HOME|"
icd10-lookup M54.50 | grep 'say which'
icd10-lookup note --delete 1
icd10-lookup -f tsv note
icd10-lookup note --delete 9
