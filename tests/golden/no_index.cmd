unset ICD10_INDEX
icd10-lookup M54.50 2>&1 | sed "s|$HOME|HOME|; s|and [^;]*/share|and PREFIX/share|"
icd10-lookup -i nowhere.mdb M54.50
