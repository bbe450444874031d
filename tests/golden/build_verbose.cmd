icd10-build-index -v -o new.mdb sample/2025-10-01 | sed '$s/[0-9.]* MB/N MB/; $s/[0-9]* records/N records/'
