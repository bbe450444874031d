# The sources of one release held against each other; the rows that differ are the first and the last ones, too.
. "$ICD10_TESTS/support/releases.sh"
build() {
	rm -f sources.mdb
	icd10-build-index -v -o sources.mdb "$@" 2>&1 | grep -v ' MB, '
}
many() {
	seq 10 69 | sed "s/.*/$1/"
}
list_rows() {
	cat <<'END'
chapter 1 Infections (A00-B99)
section A00-B99 All
A00 Alpha
A01 Bet&a and  gamma
A02 Sjögren
A03 Header by the list
-A03.0 Below
A04 One by the list
A05 Only in the list
END
	many 'B& Code &'
	echo 'B99 Last'
}
echo '# nothing differs but accents and space'
{ printf 'A00 1 Alpha\nA01 1 Bet&a and gamma\nA02 1 Sjogren\nA03 0 Header by the list\nA030 1 Below\nA04 1 One by the list\nA05 1 Only in the list\n' &&
	many 'B& 1 Code &' && echo 'B99 1 Last'; } | order 2024-10-01
grep ' 1 ' 2024-10-01/order.txt | tr -d '\r' | cut -c 7-13,77- | codes 2024-10-01
list_rows | list 2024-10-01
build 2024-10-01
echo '# the order file has other codes, states and titles'
{ printf 'A000 1 Only in the order file\nA00 1 Alfa\nA01 0 Bet&a and gamma\nA02 1 Sjogren\nA03 1 Header by the list\nA04 1 One by the list\n' &&
	many 'B& 1 Code &' && echo 'B99 1 Last of all'; } | order 2024-10-01
build 2024-10-01
echo '# a release after it, made of addenda; the list has what they lack'
addenda 2025-10-01 <<'END'
Add 1 A000 Again
Add 1 A06 New
Delete 1 A00 Alfa
Delete 1 A04 One by the list
From 1 B99 Last of all
To 1 B99 Last
END
{ list_rows && echo 'B9A Only in the later list'; } | list 2025-10-01
build 2024-10-01 2025-10-01
icd10-lookup -i sources.mdb --on 2025-10-01 -f tsv changes --only codes
echo '# codes addenda'
rm 2025-10-01/*
{ printf 'Add:         A06     New\r\nDelete:      A000    Only in the order file\r\nRevise from: B99     Last of all\r\nRevise to:   B99     Last\r\n' &&
	printf 'Delete:      Z99     Not there\r\n'; } >2025-10-01/addenda.txt
build 2024-10-01 2025-10-01
icd10-lookup -i sources.mdb --on 2025-10-01 -f tsv changes --only codes
icd10-lookup -i sources.mdb --on 2025-10-01 -f tsv changes --only titles
echo '# addenda, and a list that has the new codes elsewhere'
rm 2024-10-01/* 2025-10-01/*
printf 'A00 0 Alpha\nA001 1 One\nA002 1 Two\nB00 1 Beta\n' | order 2024-10-01
printf 'Add 1 A00Z Last by name\nAdd 1 C00 New\nAdd 1 A003 Three\n' | addenda 2025-10-01
list 2025-10-01 <<'END'
chapter 1 All (A00-C99)
section A00-C99 All
C00 New
A00 Alpha
-A00.Z Last by name
-A00.2 Two
-A00.1 One
B00 Beta
END
build 2024-10-01 2025-10-01 | sed -n '/^2025/,$p'
icd10-lookup -i sources.mdb export order --on 2025-10-01 2>/dev/null | cut -c 1-40
echo '# addenda, and a codes file that knows better'
rm 2025-10-01/list.xml
printf 'A001 One, otherwise\nA003 Three\nA00Z Last by name\nB00 Beta\nC00 New\n' | codes 2025-10-01
build 2024-10-01 2025-10-01 | sed -n '/^2025/,$p'
icd10-lookup -i sources.mdb export order --on 2025-10-01 2>/dev/null | cut -c 1-40
