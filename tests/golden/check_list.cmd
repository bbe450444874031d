# Codes held against a list of the user's.
mkdir -p "$XDG_DATA_HOME/icd10/lists"
printf '# Back pain\n\nM54.5-\t2021-10-01\t\tlow back\n  !M54.59  # not this\nM50-M53\nI10\t\t2023-12-31\r\nS39.012A\t1/1/2020\t12/31/2027\n' >"$XDG_DATA_HOME/icd10/lists/back.txt"
cp "$XDG_DATA_HOME/icd10/lists/back.txt" "$XDG_DATA_HOME/icd10/lists/plain"
printf 'M54.50\nM54.59\nM51.360\nI10\nM54.5\nS39.012A\nS39.012D\nlow back\n' >codes
icd10-lookup --on 2025-05-01 check --list back codes
icd10-lookup --on 2025-05-01 -f tsv --header check --list "$XDG_DATA_HOME/icd10/lists/back.txt" codes | cut -f 1,6,9
icd10-lookup --on 2023-05-01 -f json check --list plain --invalid codes | sed 's/.*"input":\("[^"]*"\).*"listed"/\1/'
printf 'd,dx\n2021-09-30,M54.5\n2021-10-01,M54.5\n2023-12-31,I10\n2024-01-01,I10\n' | icd10-lookup check --keep --column dx --date-column d --list back
echo M54.50 | icd10-lookup --on 2025-05-01 check --list back
echo "status $?"
echo M54.59 | icd10-lookup --on 2025-05-01 check --list back
echo "status $?"
echo M54.59 | icd10-lookup --on 2025-05-01 check --list back --fail-on error
echo "status $?"
echo M54.50 | icd10-lookup check --list - codes
# Counted.
icd10-lookup --on 2025-05-01 check --summary --list back codes
printf 'd,dx\n2021-09-30,M54.5\n2021-10-01,M54.5\n2023-12-31,I10\n2024-01-01,I10\n2024-01-01,I10\n' >dated
icd10-lookup -f tsv check --column dx --date-column d --by year --list back dated | grep -v '	0		$'
icd10-lookup -f json check --column dx --date-column d --summary --list back dated | grep -o '"not_on_list.*'
icd10-lookup -f tsv check --column dx --date-column d --summary dated | grep -c not_on_list
# What is no list.
for line in M 'M54 M55' 'M54.5-	x' 'M54-M51' 'M54-Z99.99' '!' 'back pain'; do
	printf 'I10\n%s\n' "$line" >bad
	icd10-lookup check --list bad codes
done
icd10-lookup check --list nothing codes 2>&1 | sed "s|$XDG_DATA_HOME|DATA|"
icd10-lookup check --list ./nothing codes
icd10-lookup check --list . codes
