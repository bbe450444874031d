# Terms that change places from list to list: the same files give the same bytes, and each list comes out as it was.
index() {
	echo '<ICD10CM.index><version>1</version><title>Made</title><letter><title>A</title><mainTerm><title>Ache</title>'
	for term in $1; do echo "<term level=\"1\"><title>place $term</title><code>M54.50</code></term>"; done
	echo '</mainTerm></letter></ICD10CM.index>'
}
up=$(seq 30) down=$(seq 30 -1 1)
mkdir 2022-10-01 2023-10-01 2024-10-01 2025-10-01
for year in 2022 2023 2024 2025; do cp sample/2025-10-01/icd10cm_order_2026.txt $year-10-01; done
index "$up" >2022-10-01/index.xml
index "$down" >2023-10-01/index.xml
index "$up" >2024-10-01/index.xml
index "$down" >2025-10-01/index.xml
for time in 1 2 3 4 5 6; do icd10-build-index -q -o $time.mdb 2022-10-01 2023-10-01 2024-10-01 2025-10-01; done
for time in 2 3 4 5 6; do cmp 1.mdb $time.mdb; done
icd10-lookup -i 1.mdb verify | grep index
icd10-lookup -i 1.mdb --on 2024-11-01 export index | grep -c 'place [0-9]'
