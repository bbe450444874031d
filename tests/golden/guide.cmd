icd10-lookup guide | head -8
icd10-lookup guide i.a.12.a
icd10-lookup guide Section I.C.6.b
icd10-lookup --on 2022-01-01 guide I.A.12.a.
icd10-lookup guide I.C.21.c.16
icd10-lookup --on 2022-01-01 guide I.C.13.b
echo "status $?"
icd10-lookup guide appendix i
icd10-lookup guide M54.50 S39.012A
icd10-lookup guide G89
icd10-lookup guide bilateral codes
icd10-lookup guide no such words here
echo "status $?"
icd10-lookup guide QA0.9999
echo "status $?"
