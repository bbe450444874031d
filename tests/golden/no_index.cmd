# No index; and the sample that lies beside the program, which serves only where there is no other.
unset ICD10_INDEX
mkdir here
cp "$(command -v icd10-lookup)" here
here/icd10-lookup M54.50 2>&1 | sed "s|$HOME|HOME|; s|and [^;]*/share|and PREFIX/share|"
icd10-lookup -i nowhere.mdb M54.50
cp icd10cm.mdb here/sample.mdb
here/icd10-lookup -1 M54.50
here/icd10-lookup -f tsv M54.50 2>&1
ICD10_INDEX=nowhere.mdb here/icd10-lookup -1 M54.50
ICD10_INDEX=icd10cm.mdb here/icd10-lookup -1 M54.50
