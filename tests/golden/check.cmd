printf 'M54.50\nm545\nS39.012\nW21.89A\nM54.99\nlow back\n\n' | icd10-lookup check
echo "status $?"
echo M54.50 | icd10-lookup check
echo "status $?"
printf 'M54.50\nM54.5\nQA0.0101\nS39.012\n' | icd10-lookup -f tsv --header check --on 2023-01-15
echo "status $?"
icd10-lookup check nowhere.txt
