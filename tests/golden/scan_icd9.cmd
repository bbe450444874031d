# Codes of ICD-9-CM where the place names a diagnosis; numbers elsewhere are left alone.
cat >notes.txt <<'END'
Dx: 250.00
Dx: fever 101.5
dx_code: 724.2
DIAGNOSIS CODE: 4019
Diagnosis: 250.00, 401.9, 724.2
Dx 250.00
dx: E850.2
Dx: V70.0, V66.7
ICD-9: 724.2
dx %in% c("250.00", "401.9", "I10")
where dx_code in ('25000','4019','7242')
DG1|1|I9|250.00^Diabetes^I9C|x
-- none of these:
Temp: 98.6 BP 120/80, glucose 250.00, $401.90, section 724.2, version 250.00
Diagnosis: 2019 colon cancer; Dx weight 250.00; Dx date: 401.9; dx_count: 4019
Dx: 250.00 mg
Dx: 250.00%
Dx: 250.001, 1250.00, 1.250.00, 250.00-250.99, 999.9
ICD-9 724.2 is ICD-10 M54.59
HI*BK:7242*BF:4019~
<BKSL> = 4019;
0xBF41: 7242,
nmErrOnBkFile = 4019;
END
cat >data.json <<'END'
{"id": 4019, "dx": "250.00", "price": 250.00, "dx_code": "4019", "code": "401.9", "dx_count": 4019, "version": "250.00"}
{"code": "724.2", "system": "http://hl7.org/fhir/sid/icd-9-cm"}
{"icd9": "250.00", "icd10": "E11.9"}
{"coding": [{"system": "http://loinc.org", "code": "250.00"}], "diagnoses": ["250.00", "401.9"]}
END
printf 'id,dx,dx_date,price,diagnosis_2\n4019,250.00,4019,250.00,401.9\n7242,7242,4019,724.2,"250.00; 724.2"\n1,I10,7242,4019,V66.7\n' >table.csv
printf 'icd9,icd10\n250.00,E11.9\n401.9,I10\n' >crosswalk.csv
printf 'patient,ICD9_CODE,value\n1,4019,4019\n2,25000,250.00\n' >former.csv
icd10-lookup scan notes.txt data.json table.csv crosswalk.csv former.csv
echo "status $?"
icd10-lookup scan --rule icd9 --summary table.csv
icd10-lookup -f tsv scan former.csv
echo "-- ignored, and without mappings"
echo 'Dx: 250.00 icd10:ignore icd9' | icd10-lookup scan -
echo "status $?"
icd10-build-index -q -o none.mdb sample/2025-10-01
icd10-lookup -i none.mdb scan notes.txt
echo "status $?"
