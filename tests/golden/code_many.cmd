# Cards of many codes are those of each code: what one leaves for the next of its category changes nothing.
codes="M54.50 M54.5 M54.50 M54 M54.41 S39.012A S39.012D M54.59 S39.012A M54.50 Q99.9 M54.5"
for format in json text; do
for code in $codes; do icd10-lookup -f $format code -a $code; [ $format = json ] || echo; done >single
{ echo $codes | tr ' ' '\n' | icd10-lookup -f $format code -a -; [ $format = json ] || echo; } >many
cmp single many && grep -c 'ain, low back\|index_terms":\["Pain' many
done
rm -f single many
