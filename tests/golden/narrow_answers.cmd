# Answers lead on, to a code; what is no answer is said.
icd10-lookup narrow M54 --answers 6
icd10-lookup narrow M54 --answers 6,1
icd10-lookup narrow S39.012 --answers d
icd10-lookup narrow S39.012 --answers d -f json
icd10-lookup narrow S39.012 --answers 4
icd10-lookup narrow S39.012 --answers 1,1
icd10-lookup narrow S39.012 bilateral
icd10-lookup narrow A00
icd10-lookup narrow A00 -f json
icd10-lookup narrow xyzzy
icd10-lookup narrow xyzzy -f json
icd10-lookup narrow
