for date in 2021-09-30 20210930 9/30/2021 09/30/2021 FY2021 FY2022; do
	icd10-lookup -1 --on "$date" M54.5
done
ICD10_ON=2021-09-30 icd10-lookup -1 M54.5
ICD10_ON=2021-09-30 icd10-lookup -1 --on=2021-10-01 M54.5
