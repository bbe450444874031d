# Both ways, as of dates; spelled with and without the dot; what is not found; from standard input.
icd10-lookup icd9 724.2 7242 250.00 722.10 e850.2
icd10-lookup --on 2021-01-01 icd9 724.2
icd10-lookup icd9 M54.50 T39.011A M51.361
icd10-lookup icd9 724
echo "status $?"
icd10-lookup icd9 999.9 M62.85 nonsense
echo "status $?"
printf '724.2\nV70.0\n999.9\n' | icd10-lookup -f json icd9 -
echo "status $?"
icd10-lookup -f tsv --header icd9 722.52 T39.011A E8502
icd10-lookup -f json icd9 250 E11 M51.361
icd10-lookup icd9
echo "status $?"
icd10-build-index -q -o none.mdb sample/2021-10-01
icd10-lookup -i none.mdb icd9 724.2
echo "status $?"
icd10-build-index -q -o half.mdb sample/2021-10-01 && cp -r sample/2021-10-01 half && cp sample/2020-10-01/i9gem.txt half/
icd10-build-index -q --effective 2021-10-01 -o half.mdb half
icd10-lookup -i half.mdb icd9 724.2 M54.50
echo "status $?"
echo "-- as codes"
icd10-lookup code 724.2 250.00
echo "status $?"
icd10-lookup -f json code 724.2 | sed 's/.*"suggestions"/"suggestions"/'
icd10-lookup -f json code 250.00 | sed 's/.*"suggestions"/"suggestions"/'
icd10-lookup 724.2 | head -n 1
printf '724.2\n250.00\nV70.0\nE850.2\n999.9\n7242\n' | icd10-lookup -f tsv check
