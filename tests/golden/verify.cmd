icd10-lookup verify
head -c 20480 icd10cm.mdb >broken.mdb
head -c 16 /dev/zero >>broken.mdb
tail -c +20497 icd10cm.mdb >>broken.mdb
icd10-lookup -i broken.mdb verify
