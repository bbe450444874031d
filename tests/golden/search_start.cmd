# A query that is how codes begin has them, and lacks nothing of it.
icd10-lookup search --limit 3 M5
icd10-lookup -f json search --limit 1 M54.5
icd10-lookup -f tsv search --limit 3 C5
