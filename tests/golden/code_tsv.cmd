icd10-lookup -f tsv M54.50 M54.5 M54.99 S39.012 "$(printf 'M54\t50')"
