# A dash behind a complete code: no code, and counted as such.
printf '%s\n' I10- 'M54.50-' M54.5- I10 | icd10-lookup check --summary
printf 'I10-\n' | icd10-lookup -f json check --summary
