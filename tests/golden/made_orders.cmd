# Releases whose rows stand in other orders: each file is given back as it was, the tree has one order for all.
. "$ICD10_TESTS/support/releases.sh"
# rows NUMBER...: a category and its codes in this order
rows() {
	echo 'A00 0 Many'
	for number; do
		echo "A00$number 1 Code $number"
	done
	echo 'B00 1 After'
}
rows 0 1 2 Z 3 4 5 6 7 8 9 | order 2020-10-01
rows 9 8 7 6 5 4 3 2 1 0 | order 2021-10-01
rows 5 0 6 1 7 2 8 3 9 4 | order 2022-10-01
{ echo 'B00 1 After' && rows 1 0 3 2 5 4 7 6 9 8 | sed '$d'; } | order 2023-10-01
rows 2 A 3 B 4 0 1 C 9 | order 2024-10-01
list 2023-10-01 <<'END'
chapter 1 One (A00-B99)
section A00-A09 Earlier
A00 Many
-A00.1 Code 1
--A00.0 Code 0
-A00.3 Code 3
-A00.2 Code 2
--A00.5 Code 5
---A00.4 Code 4
-A00.7 Code 7
-A00.6 Code 6
-A00.9 Code 9
-A00.8 Code 8
section B00-B09 Later
B00 After
END
list 2024-10-01 <<'END'
chapter 1 One (A00-B99)
section A00-A09 Earlier
A00 Many
-A00.2 Code 2
-A00.A Code A
-A00.3 Code 3
-A00.B Code B
-A00.4 Code 4
-A00.0 Code 0
-A00.1 Code 1
-A00.C Code C
-A00.9 Code 9
section B00-B09 Later
B00 After
END
icd10-build-index -q -o orders.mdb 2*
icd10-lookup -i orders.mdb verify
for date in 2020-10-01 2021-10-01 2022-10-01 2023-10-01 2024-10-01; do
	icd10-lookup -i orders.mdb export order --on $date | cmp - $date/order.txt
	echo "$date:" $(icd10-lookup -i orders.mdb --on $date -f tsv tree A00 | cut -f 2)
done
icd10-lookup -i orders.mdb --on 2023-10-01 tree 1
icd10-lookup -i orders.mdb --on 2023-10-01 -a A00.4
icd10-lookup -i orders.mdb -f tsv changes 2023-10-01 2024-10-01
