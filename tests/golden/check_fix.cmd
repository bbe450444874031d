# Old codes replaced by those of the date, through the years, as long as each step leads to one: by a table, by the one
# code below a header; never where there is a choice. Nothing else of a table changes.
. "$ICD10_TESTS/support/releases.sh"
order 2020-10-01 <<'END'
A00 0 Chain
A000 1 Chain one
B00 1 Becomes two
C00 1 To a header with one code
E00 1 Stays
END
order 2021-10-01 <<'END'
A00 0 Chain
A001 1 Chain two
B00 0 Becomes two
B000 1 One
B001 1 Two
C01 0 A header
C010 1 With one code
E00 1 Stays
END
order 2022-10-01 <<'END'
A00 0 Chain
A001 0 Chain two
A0010 0 Chain two, a header
A00101 1 Chain three
B00 0 Becomes two
B000 1 One
B001 1 Two
C01 0 A header
C010 1 With one code
E00 1 Stays
END
conversion 2022-10-01 <<'END'
A00.1,2021,A00.0
C01,2021,C00
END
icd10-build-index -q -o book.mdb 20* 2>/dev/null
export ICD10_INDEX=book.mdb
printf 'A00.0\na000\n A000 \nA00.0-\nA00.1\nB00\nC00\nE00\nzz\n\n' >codes.txt
icd10-lookup --on 2022-10-01 check codes.txt
icd10-lookup --on 2022-10-01 check --fix <codes.txt
echo "status $?"
icd10-lookup --on 2021-10-01 check --fix - <codes.txt | head -n 3
icd10-lookup --on 2020-10-01 check --fix <codes.txt | cmp - codes.txt
icd10-lookup --on 2022-10-01 scan --fix codes.txt | tail -n 1
cat codes.txt
cp codes.txt.bak codes.txt
# A table with its dates, quotes, line ends, mark and oddities; each row as of its day.
printf '\357\273\277date;"dx ""1""";note;dx 2\r\n2022-10-01;"A00.0";"A00.0; stays";=""C00""\r\n2020-10-01; A000 ;;C00\r\n2022-10-01;="A00.0";;"=""c00"""\r\n\r\n2023-01-01;A00.0\302\240\r\nnever;A00.0;;A00.0' >table.csv
cp table.csv before.csv
icd10-lookup check --fix --column 'dx 2' --column 2 --date-column date --invalid --row table.csv
echo "status $?"
diff before.csv table.csv | tr '\r' '@'
cmp before.csv table.csv.bak && echo kept
icd10-lookup check --fix --column 'dx 2' --column 2 --date-column date <before.csv 2>/dev/null | cmp - table.csv && echo 'the same as a filter'
icd10-lookup check --fix --column 'dx 2' --column 2 --column 2 --date-column date --invalid table.csv
ls
# UTF-16 keeps its encoding.
printf '\377\376d\0x\0\t\0n\0\r\0\n\0A\0000\0000\0.\0000\0\t\0=\330\000\336\r\0\n\0\351\0\t\0x\0' >wide.txt
icd10-lookup --on 2022-10-01 check --fix --column dx wide.txt
od -An -c wide.txt
icd10-lookup --on 2022-10-01 check --fix --column dx <wide.txt.bak
echo "status $?"
icd10-lookup --on 2022-10-01 check --fix --keep codes.txt
icd10-lookup --on 2022-10-01 check --fix nowhere
