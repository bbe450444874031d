# Forms and edges of the commands that no other test asks for.
icd10-lookup -f json -a S39.012 | cut -c 1-300
icd10-lookup history M54.5 M54.50 F02 ZZZ
icd10-lookup history M54 A00 E11
icd10-lookup -f json history ZZZ
icd10-lookup -f json search lowbak pane
icd10-lookup search --within M54.5- pain
icd10-lookup search --within M5 --all-dates --limit 2 pain
mkdir -p home/icd10
printf '# mine\nlbp2\tlow back pain\n' >home/icd10/synonyms.tsv
XDG_DATA_HOME=$PWD/home icd10-lookup search lbp2
XDG_DATA_HOME=$PWD/home icd10-lookup note M54.5 keep in mind
XDG_DATA_HOME=$PWD/home icd10-lookup note M54.5- and this
XDG_DATA_HOME=$PWD/home icd10-lookup note M54.50 a third
XDG_DATA_HOME=$PWD/home icd10-lookup note --edit M54.50 otherwise
XDG_DATA_HOME=$PWD/home icd10-lookup note --edit 2 'and that'
XDG_DATA_HOME=$PWD/home icd10-lookup note --delete M54.50
XDG_DATA_HOME=$PWD/home icd10-lookup -f json note
XDG_DATA_HOME=$PWD/home ICD10_NOTES="" icd10-lookup -f json note M54.5
XDG_DATA_HOME=$PWD/home ICD10_NOTES="" icd10-lookup -f tsv note
XDG_DATA_HOME=$PWD/home ICD10_NOTES="" icd10-lookup -f tsv note M54.5
XDG_DATA_HOME=$PWD/home ICD10_NOTES="" icd10-lookup -f json note F02
XDG_DATA_HOME=$PWD/home ICD10_NOTES="" icd10-lookup note F02
XDG_DATA_HOME=$PWD/home ICD10_NOTES="" icd10-lookup M54.5 | tail -4
XDG_DATA_HOME=$PWD/home icd10-lookup -f json bookmark M54.50 M54.5-
XDG_DATA_HOME=$PWD/home icd10-lookup bookmark M54.50 K56.41
XDG_DATA_HOME=$PWD/home icd10-lookup -f json bookmarks
XDG_DATA_HOME=$PWD/home icd10-lookup -f tsv bookmarks
XDG_DATA_HOME=$PWD/home icd10-lookup bookmarks
XDG_DATA_HOME=$PWD/home icd10-lookup -f json bookmark --delete M54.50 E11
XDG_DATA_HOME=$PWD/home icd10-lookup bookmark --delete M54.5- M54.59
touch plain
XDG_DATA_HOME=$PWD/plain icd10-lookup note M54.5 lost 2>&1 | sed "s|$PWD/||"
XDG_DATA_HOME=$PWD/plain icd10-lookup bookmark M54.5 2>&1 | sed "s|$PWD/||"
env -u XDG_DATA_HOME HOME="" icd10-lookup note M54.5 lost
env -u XDG_DATA_HOME HOME="" icd10-lookup search lowbak
icd10-lookup releases --files | sed 's/[0-9a-f]\{64\}/HASH/'
icd10-lookup -f json releases --files | cut -c 1-300 | sed 's/[0-9a-f]\{64\}/HASH/g'
for kind in index cause drug neoplasm; do
	icd10-lookup export $kind | grep -c '<title>'
	icd10-lookup --on 2021-10-01 export $kind | head -c 60
	echo
done
icd10-lookup --on 2024-10-01 export tabular | head -c 60
echo
icd10-lookup export order >/dev/full
echo "status $?"
icd10-lookup export order -o /dev/full
echo "status $?"
icd10-lookup tree --html /dev/full M54
icd10-lookup -f sarif tree M54
icd10-lookup -f tsv verify
icd10-lookup -f json verify | cut -c 1-200
icd10-lookup --color always tree M54.5
icd10-lookup --color always index pain low back
icd10-lookup --color always pair M54.50 M54.41
icd10-lookup --color always search low
icd10-lookup --color always claim M54.50 M54.41
icd10-lookup tree --html page.html 13 && grep -c class page.html
icd10-lookup tree --html page.html S39.012
icd10-lookup tree --html page.html M54.5
icd10-lookup changes --html page.html 2020-10-01 2021-10-01 && grep -c class page.html
icd10-lookup --on 2021-10-01 changes --only notes M54
icd10-lookup -f json --on 2021-10-01 changes --only poa
icd10-lookup -f tsv changes --only poa 2020-10-01 2021-10-01
