ICD10_NOTES=
export ICD10_NOTES
icd10-lookup note
echo "status $?"
icd10-lookup -f json note M54.5- say which region
icd10-lookup note M54.50 ask about red flags
icd10-lookup -f json note
icd10-lookup -f json note M54.50
icd10-lookup -f tsv --header note m54.50
icd10-lookup note --edit 2 ask about fever
icd10-lookup -f json M54.50 | sed 's/.*"desk_notes"/"desk_notes"/'
cat "$XDG_DATA_HOME/icd10/notes.txt"
icd10-lookup note M54.99 nothing
echo "status $?"
icd10-lookup bookmark M54.50 M54.5
icd10-lookup -f json bookmarks
icd10-lookup -f tsv bookmarks
icd10-lookup bookmark --delete M54.50 M54.59
