cd sample/2020-10-01
icd10-build-index -v -o "$OLDPWD/new.mdb" icd10cm_order_2021.txt ../2021-10-01/icd10cm_order_2022.txt \
	../2021-10-01/icd10cm_order_addenda_2022.txt icd10cm_tabular_2021.xml ../README.md | grep -v ' MB, \|icd10-lookup'
echo "status $?"
icd10-build-index -v -o "$OLDPWD/new.mdb" icd10cm_order_2021.txt ../2021-10-01/icd10cm_order_2022.txt \
	../2021-10-01/icd10cm_order_addenda_2022.txt icd10cm_tabular_2021.xml | grep -v ' MB, \|icd10-lookup'
