# Code lists of the user's: what there are, their codes, what a release does to them, what is wrong.
lists=$XDG_DATA_HOME/icd10/lists
icd10-lookup list 2>&1 | sed "s|$XDG_DATA_HOME|DATA|"
mkdir -p "$lists"
printf '# Back pain\nM54.5-\t\t\tlow back\n!M54.59\nI10\t\t2023-12-31\n' >"$lists/back.txt"
printf 'Code,Description\n"M54.50","Low back pain, unspecified"\nM51 36,Disc\n' >"$lists/broken.csv"
printf 'Code,Description\n"M54.50","Low back pain, unspecified"\n,Group 2\nM51.26 - M51.27,"Disc ""x"""\n' >"$lists/LCD L34049.csv"
export ICD10_ON=2025-05-01
icd10-lookup list 2>&1 | sed "s|$XDG_DATA_HOME|DATA|"
icd10-lookup list >/dev/null 2>&1
echo "status $?"
rm "$lists/broken.csv"
icd10-lookup -f json list | sed "s|$XDG_DATA_HOME|DATA|g"
icd10-lookup list expand back "LCD L34049"
icd10-lookup list expand -1 back
icd10-lookup -f tsv --header list expand back
printf 'M54.5-\n' | icd10-lookup -f json list expand -
printf 'old,new\nM54.5,M54.50\n' >two.csv
icd10-lookup list expand two.csv
icd10-lookup list expand --column New two.csv
icd10-lookup list expand --column 1 --on 2021-09-30 two.csv
icd10-lookup list expand --column title two.csv
# From day to day.
printf 'M54.5-\n' >below
printf 'M54.5\nM54.50\n' >alone
icd10-lookup list diff below 2021-09-30 2021-10-01
icd10-lookup list diff alone --on 2021-09-30 "October 2021"
icd10-lookup -f tsv --header list diff alone 2021-09-30 2021-10-01
ICD10_ON= icd10-lookup -f json list diff below 2021-09-30 2021-10-01
ICD10_ON= icd10-lookup list diff below back
icd10-lookup list diff below 2024-01-01 2024-01-02
echo "status $?"
# What is wrong with one.
printf 'M54.5\nM54.5-\nM54.50\nM54-M54.5\nM99.99Z\n!I10\n!M54.59\nM54.59\nR52\t\t2020-12-31\nR52\t2030-01-01\nM51.00-M51.99\nM51-\n' >faults
icd10-lookup list check faults
echo "status $?"
icd10-lookup -f tsv --header list check faults
printf '# nothing\n' | icd10-lookup -f json list check -
icd10-lookup list check all 2>&1 | sed "s|$XDG_DATA_HOME|DATA|"
icd10-lookup list find M54.50 m5459 R52
icd10-lookup -f tsv --header list find M54.50 M54.59
icd10-lookup -f json list find M54.59 | sed "s|$XDG_DATA_HOME|DATA|g"
# On cards.
icd10-lookup M54.50 | grep 'on your lists'
icd10-lookup -f json code M54.50 M54.59 | sed 's/.*"lists"/"lists"/'
# Wherever a card stands: side by side, on a page.
icd10-lookup compare M54.50 M54.59 E11.9 | grep 'lists:'
icd10-lookup -f json compare M54.50 E11.9 | grep -o '"lists":[^]]*]'
icd10-lookup -f json code M54.50 | grep -o '"lists":[^]]*]'
icd10-lookup code --html page.html M54.50
sed -n '/On your lists/,/<\/ul>/p' page.html
# A name alone, and what is mistyped before one.
icd10-lookup list back
icd10-lookup list expnd back
# What is no command.
icd10-lookup list of codes for pain 2>&1 | head -2
icd10-lookup claim for workers comp 2>&1 | head -1
icd10-lookup list find
icd10-lookup list expand nothing 2>&1 | sed "s|$XDG_DATA_HOME|DATA|"
icd10-lookup list diff back I10 I11
