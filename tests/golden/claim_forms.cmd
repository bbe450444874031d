icd10-lookup -f json claim M54.50 M54.41 W21.89XA
icd10-lookup -f json claim --min error --on 2030-01-01 M54.50 M54.41 M54.5
printf '# two claims\na: M54.50, M54.41\nM54.5 S39.012A\nb\tM54.50;E11.22\n' >claims
icd10-lookup claim claims
icd10-lookup -f json claim claims
icd10-lookup -f tsv --header claim claims
icd10-lookup claim --summary claims
icd10-lookup -f json claim --by id:1 claims
icd10-lookup -f tsv --header claim --summary claims
icd10-lookup claim --matrix claims
icd10-lookup -f json claim --matrix M54.50 M54.51 M54.59
echo "status $?"
icd10-lookup claim --by week claims
