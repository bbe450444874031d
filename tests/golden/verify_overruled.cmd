# Files of a release that differ: the order file decides, and the index of both is whole.
cp -rL sample files
sed '/^C4A9 /d' sample/2025-10-01/icd10cm_codes_2026.txt >files/2025-10-01/icd10cm_codes_2026.txt
icd10-build-index -q -o new.mdb files
icd10 -i new.mdb verify | grep -v '  equal  '
icd10 -i new.mdb --on 2026-02-01 export codes | grep -c '^C4A9 '
sed 's/^C4A9 .*unspecified/& indeed/' sample/2025-10-01/icd10cm_codes_2026.txt >files/2025-10-01/icd10cm_codes_2026.txt
icd10-build-index -q -o new.mdb files
icd10 -i new.mdb verify | grep -v '  equal  '
# In another sequence.
(sed -n 2p sample/2025-10-01/icd10cm_codes_2026.txt; sed 2d sample/2025-10-01/icd10cm_codes_2026.txt) >files/2025-10-01/icd10cm_codes_2026.txt
icd10-build-index -q -o new.mdb files
icd10 -i new.mdb verify | grep -v '  equal  '
