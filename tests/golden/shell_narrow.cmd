# Answers by number, taken back by 0, to the card of the one code that is left; as of the day that was asked for.
printf '%s\n' 'narrow M54' 3 0 5 2 | icd10-lookup shell | grep -v '^  [A-Z]'
printf '%s\n' 'narrow S39.012 --on 2021-12-01' 2 | icd10-lookup shell | grep '^S39\|^Which\|^Release'
