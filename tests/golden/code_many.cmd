# Cards of many codes are those of each code, in any order: what one leaves for the next of its category changes nothing.
icd10-lookup -f tsv tree all | cut -f 2 | grep -v '-' | grep . >codes
{ cat codes; rev codes | sort | rev; printf '%s\n' M54.50 M54.5 M54.50 M54 m5450. M54.50X M54.99 no S39.012A S39.012D M54.59 S39.012A; } >all
for format in json text; do
	sort -u all | while read -r code; do icd10-lookup -f $format code -a "$code" >"card.$code" 2>"said.$code"; done
	first=
	while read -r code; do
		[ $format = json ] || printf %s "$first"
		cat "card.$code"
		[ ! -s "card.$code" ] || first='
'
	done <all >single
	icd10-lookup -f $format code -a - <all >many 2>said
	cmp single many && grep -c 'ain, low back\|index_terms":\["Pain' many
done
rm -f single many codes all said card.* said.*
