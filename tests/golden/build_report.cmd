icd10-build-index -o new.mdb sample/2020-10-01 sample/2021-10-01 | sed 's/[0-9.]* MB/N MB/; s/[0-9]* records/N records/'
