# The same table twice, with a tab and with a comma between its columns, counts once.
mkdir 2025-10-01
cp sample/2025-10-01/icd10cm_order_2026.txt 2025-10-01
printf 'Current code,Effective,Previous code\nM51.360,2025,"M51.36"\nM54.50,2022,M54.5\n' >2025-10-01/a.csv
printf 'Current code\tEffective\t"Previous code"\nM51.360\t2025\t"M51.36"\nM54.50\t2022\tM54.5\n' >2025-10-01/b.txt
icd10-build-index -v -o new.mdb 2025-10-01 | sed -n '/a.csv/p; /b.txt/p; /!/p'
# A row more is told, another previous code is an error.
printf 'M54.59\t2022\tM54.5\n' >>2025-10-01/b.txt
icd10-build-index -v -o new.mdb 2025-10-01 | sed -n '/!/p'
icd10-lookup -i new.mdb history M54.5 | tail -3
sed -i 's/M51.36"/M51.37"/' 2025-10-01/b.txt
icd10-build-index -o new.mdb 2025-10-01
# Rows that are equal count once, whatever ends the lines.
rm 2025-10-01/*.csv 2025-10-01/b.txt
sed 's/\r$//' 2025-10-01/icd10cm_order_2026.txt >2025-10-01/unix.txt
icd10-build-index -v -o new.mdb 2025-10-01 | sed -n '/order/p; /unix/p'
# What looks like a file of a release and is none is named; the rest is counted.
printf 'code;title\nA00;Cholera\nA01;Typhoid\n' >2025-10-01/list.csv
echo '<ICD10CM.unheard/>' >2025-10-01/new.xml
echo text >2025-10-01/ReadMe.txt
echo %PDF >2025-10-01/guidelines.pdf
icd10-build-index -v -o new.mdb 2025-10-01 | sed -n '/passed/p'
