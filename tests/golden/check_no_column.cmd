printf 'a,b\nM54.5,x\n' | icd10-lookup check --column 9
