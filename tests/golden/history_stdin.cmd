printf 'M54.51\n\nr11.16\r\n' | icd10-lookup history -
printf 'M54.99\nM54.51\n' | icd10-lookup -f json history -
echo "status $?"
icd10-lookup history - </dev/null
