# A claim has 5000 codes at most: what is longer is said, the lines behind it are claims all the same.
codes() { yes M54.50 | head -n "$1" | tr '\n' ' '; }
{ echo M54.50 M54.41; codes 5001; echo; echo M54.50 M54.41; codes 5000; echo; } >claims.txt
icd10-lookup -f tsv claim claims.txt | cut -c 1-60
icd10-lookup claim claims.txt >/dev/null 2>&1
echo "status $?"
icd10-lookup claim $(codes 5001)
echo "status $?"
icd10-lookup claim --matrix claims.txt
