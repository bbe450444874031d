# The whole history at once, as rows, CSV and JSON; what a database is told.
icd10-lookup --header export dated | grep -E '^(code|M54\.5|U07|Z51\.5)'
icd10-lookup export dated-notes | grep '^M54\.5	'
icd10-lookup --header export dated-excludes | grep -E '^kind|	M54\.5	.*M51'
icd10-lookup -f csv --header export dated | grep -E '^(code|I12\.9|M54\.50)'
icd10-lookup -f csv export dated-notes | grep '^I1[02]'
icd10-lookup -f json export dated | grep '"code":"M54.5"'
icd10-lookup -f json export dated-notes | grep 'at":"x\|"M54.50"'
icd10-lookup -f json export dated-excludes | grep -m 1 '"place":"M54.5"'
for engine in postgresql sqlite duckdb; do
	icd10-lookup export --sql $engine dated
done
icd10-lookup export --sql sqlite -o notes.sql dated-notes && cat notes.sql
icd10-lookup export --sql postgresql dated-excludes
icd10-lookup export --sql duckdb crosswalk
# Not for these.
icd10-lookup export --sql postgresql order
icd10-lookup export --sql oracle dated
icd10-lookup -f csv export tabular
icd10-lookup -f csv M54.50
icd10-lookup export dated-everything
