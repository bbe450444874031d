# Codes exempt from POA reporting, where lists are missing for some releases.
. "$ICD10_TESTS/support/releases.sh"
for year in 2019 2020 2021 2022; do
	printf 'Z00 1 One\nZ01 1 Two\nZ02 1 Three\nZ03 1 Four\nZ04 1 Five\nZ05 1 Six\n' | order $year-10-01
done
printf 'Z00 One\nZ01 Two\nZ04 Five\nZ05 Six\nZ99 Not a code\nZ05 Six\n' | poa 2019-10-01
printf 'Z00 One\nZ02 Three\nZ03 Four\nZ04 Five\nZ02 Three\nZ05 Six\n' | poa 2021-10-01
printf 'Z01 Two\nZ02 Three\nZ03 Four\nZ04 Five\nZ02 Three\nZ05 Six\n' | poa 2022-10-01
icd10-build-index -v -o poa.mdb 2* | grep -v ' MB, '
for code in Z00 Z01 Z02; do
	icd10-lookup -i poa.mdb -f tsv history $code
	for date in 2019-01-01 2019-10-01 2021-09-30 2021-10-01 2022-10-01; do
		icd10-lookup -i poa.mdb -f json --on $date $code | sed 's/.*"on":"\([^"]*\)".*\("poa_exempt":[a-z]*\).*/\1 \2/'
	done
done
icd10-lookup -i poa.mdb -f tsv changes --only poa 2020-10-01 2022-10-01
icd10-lookup -i poa.mdb releases
