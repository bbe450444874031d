icd10-build-index -q -o deep/er/new.mdb sample/2020-10-01
icd10-lookup -i deep/er/new.mdb -1 M54.5
