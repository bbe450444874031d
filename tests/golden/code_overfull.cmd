printf "M54.50x\nM54.50-\nM54.5x\nM5.450\nM54.5O\nM45.50\nW21.89XXA\n" >codes.txt
icd10-lookup check codes.txt
icd10-lookup -f tsv check codes.txt
icd10-lookup -f json code M45.50
icd10-lookup M54.50-
icd10-lookup -1 M54.50x M54.50- M5.450 W21.89XXA
icd10-lookup claim M54.50X M54.41-
printf "code,text\nM5450X,low back pain\n" >list.csv
printf "M54.50-\nM54.50- low back pain\nM54.50_\n" >list.txt
icd10-lookup scan list.csv list.txt
