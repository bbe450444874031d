# The axes of a header, in text, JSON and rows; a code; words.
icd10-lookup narrow S39.01
icd10-lookup narrow S72.47
icd10-lookup narrow M54 -a
icd10-lookup narrow M25.56 -f json
icd10-lookup narrow M17 -f tsv
icd10-lookup narrow M54.50
icd10-lookup narrow low back pain
icd10-lookup narrow strain of lower back subsequent
