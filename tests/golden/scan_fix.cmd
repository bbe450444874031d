mkdir -p next/2026-10-01
sed '/^[0-9]* M5459 /d' sample/2025-10-01/icd10cm_order_2026.txt >next/2026-10-01/order.txt
printf 'Current code assignment,Effective,Previous Code(s) Assignment\nM54.50,2026,M54.59\n' >next/2026-10-01/conversion.csv
icd10-build-index -q -o next.mdb sample next
printf 'back: M54.59\nlow back pain m54.59 twice, M54.5\n' >list.txt
icd10-lookup -i next.mdb scan --against FY2027 list.txt
ICD10_ON=FY2027 icd10-lookup -i next.mdb -f json scan --fix list.txt
icd10-lookup -i next.mdb --on FY2027 -f sarif scan list.txt.bak | sed -n '/"fixes"/s/.*"fixes"/"fixes"/p'
cat list.txt
cmp list.txt list.txt.bak
icd10-lookup -i next.mdb --on FY2027 scan --fix - <list.txt.bak
