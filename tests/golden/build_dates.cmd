# The day in a name counts before the year, in a zip and outside; where they do not agree, nothing is built.
cp sample/2025-10-01/icd10cm_order_2026.txt icd10cm_order_2026.txt
zip -q april-1-2026-code-descriptions-tabular-order.zip icd10cm_order_2026.txt
zip -q outer.zip april-1-2026-code-descriptions-tabular-order.zip
zip -q april-1-2025.zip icd10cm_order_2026.txt
echo draft >icd10cm-Codes-File-Jan-2026.pdf
zip -q codes.zip icd10cm_order_2026.txt icd10cm-Codes-File-Jan-2026.pdf
mkdir 'April 2026'
cp icd10cm_order_2026.txt 'April 2026'
for path in icd10cm_order_2026.txt april-1-2026-code-descriptions-tabular-order.zip outer.zip april-1-2025.zip codes.zip 'April 2026'
do icd10-build-index -o new.mdb "$path" | sed -n '/taken/p; /^20/p'
done
cp icd10cm_order_2026.txt icd10cm_order_2011.txt
icd10-build-index -o new.mdb icd10cm_order_2026.txt icd10cm_order_2011.txt | sed -n '/draft/p; /^20/p'
# A list of the year alone, beside a later release of that year.
mkdir flat
cp april-1-2026-code-descriptions-tabular-order.zip sample/2025-10-01/icd10cm_tabular_2026.xml flat
icd10-build-index -o new.mdb flat
cp icd10cm_order_2026.txt flat
icd10-build-index -o new.mdb flat | sed -n '/taken/p; /^20/p'
# What the content says against it.
mkdir content
sed 's/<version>2026/<version>2027/' sample/2025-10-01/icd10cm_tabular_2026.xml >content/icd10cm_tabular_2026.xml
icd10-build-index -o new.mdb content/icd10cm_tabular_2026.xml
printf 'Current code,Effective,Previous code\nM51.360,4/1/2026,M51.36\n' >content/conversion_2026.csv
icd10-build-index -o new.mdb icd10cm_order_2026.txt content/conversion_2026.csv
