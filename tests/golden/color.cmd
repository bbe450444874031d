icd10-lookup --color always M54.51
echo
icd10-lookup --color never M54.51 | head -1
icd10-lookup M54.51 | head -1
NO_COLOR=1 icd10-lookup --color=always -1 M54.51
