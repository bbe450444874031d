icd10-lookup claim M54.50 M54.41
echo "status $?"
icd10-lookup claim M54.41 M54.16
echo "status $?"
printf 'a\tM54.50 M54.50\nb\tM54.50\n' | icd10-lookup -f tsv --header claim -
echo "status $?"
icd10-lookup claim --fail-on error M54.50 M54.41 >nothing
