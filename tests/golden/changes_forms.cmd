icd10-lookup -f json changes 2020-10-01 2021-10-01 M54
# "from" with one date goes to the newest release, with two from one to the other, before codes it is no date.
for words in 'from January 2021 M54' 'since 2021-01-01 M54' 'from 2020-10-01 to 2021-10-01 M54' 'from M54 to M54 October 2021'; do
	icd10-lookup changes $words | head -n 1
done
for words in 'ch. 13' 'Chapters 13' 'ch 13 chapter 19'; do icd10-lookup changes October 2021 $words | head -n 1; done
icd10-lookup -f tsv --header changes --only titles --only notes FY2026
icd10-lookup -f json changes --only codes FY2026 M51.3
icd10-lookup changes --only poa FY2026
echo "status $?"
icd10-lookup changes --html page.html FY2026 M51 && grep -c M51.360 page.html
icd10-lookup changes --only everything
