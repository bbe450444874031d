icd10-lookup help | head -4
icd10-lookup help pair
# not alone, a word like others
icd10-lookup help with dressing | head -1
