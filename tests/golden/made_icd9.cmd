# Mappings as no sample has them: combinations with choice lists, codes of either code set, chains of years on both sides
# of a mapping, editions, and files laid out otherwise.
. "$ICD10_TESTS/support/releases.sh"
order 2015-10-01 <<'END'
A00 0 Gone early
A000 1 Went before the mapping
B00 1 Stays
V72 0 Transport
V720 0 Transport, nontraffic
V720XXA 1 Transport, nontraffic, initial encounter
Z01 1 Examination
END
order 2017-10-01 <<'END'
A00 0 Gone early
A001 1 Came before the mapping
B00 1 Stays
C00 1 Splits twice
D00 1 First of a pair
D01 1 Second of a pair, plain
D02 1 Second of a pair, other
E00 1 Goes without a word
V72 0 Transport
V720 0 Transport, nontraffic
V720XXA 1 Transport, nontraffic, initial encounter
Z01 1 Examination
END
conversion 2017-10-01 <<'END'
A001,2017,A000
END
order 2019-10-01 <<'END'
A00 0 Gone early
A001 1 Came before the mapping
B00 1 Stays
C00 0 Splits twice
C001 1 Split once
C002 1 Split, other
D00 1 First of a pair
D01 1 Second of a pair, plain
D02 1 Second of a pair, other
V72 0 Transport
V720 0 Transport, nontraffic
V720XXA 1 Transport, nontraffic, initial encounter
Z01 1 Examination
END
order 2021-10-01 <<'END'
A00 0 Gone early
A001 1 Came before the mapping
B00 1 Stays
B01 1 Of a range of codes
C00 0 Splits twice
C001 0 Split once
C0011 1 Split twice, one
C0012 1 Split twice, two
C002 1 Split, other
D00 1 First of a pair
D01 1 Second of a pair, plain
D02 1 Second of a pair, other
V72 0 Transport
V720 0 Transport, nontraffic
V720XXA 1 Transport, nontraffic, initial encounter
Z01 1 Examination
END
conversion 2021-10-01 <<'END'
B01,2021,D01-D02
C0011,2021,C001
C0012,2021,C001
END
gem 2017-10-01 9 <<'END'
0010 A001 00000
0030 C00 10000
0040 D00 10111
0040 D00 10121
0040 D01 10112
0040 D02 10112
0040 E00 10122
0041 E00 10000
0050 B00 10000
0050 D00 10111
0050 D01 10112
0060 X99 10000
E8809 V720XXA 10000
V720 Z01 00000
END
gem 2017-10-01 10 <<'END'
A001 0010 00000
B00 0050 10000
C00 0030 10000
D00 0040 10000
D01 0040 10111
D01 0041 10112
D02 NoDx 11000
E00 0041 10000
V720XXA E8809 10000
Z01 V720 00000
END
icd10-build-index -q -o made.mdb 20*
icd10-lookup -i made.mdb icd9 001.0 003.0 004.0 004.1 005.0 006.0 V72.0 E880.9
echo "-- today's codes, back"
icd10-lookup -i made.mdb icd9 C00.11 A00.0 D02
echo "-- dates before the mapping, and between"
icd10-lookup -i made.mdb --on 2016-01-01 icd9 001.0
icd10-lookup -i made.mdb --on 2020-01-01 icd9 003.0
icd10-lookup -i made.mdb -f tsv icd9 004.0 V720
icd10-lookup -i made.mdb -f json icd9 B01 C0012 V72.0
icd10-lookup -i made.mdb verify | grep GEM
echo "-- a second edition; rows in another order and with one blank"
gem 2021-10-01 9 <<'END'
0010 B00 10000
0030 C001 00000
END
printf 'B00 0010 10000\r\nA001 0010 00000\r\n' >2021-10-01/gem10.txt
icd10-build-index -q -o made.mdb 20*
icd10-lookup -i made.mdb --on 2020-01-01 -f tsv icd9 001.0 003.0
icd10-lookup -i made.mdb --on 2022-01-01 -f tsv icd9 001.0 003.0
icd10-lookup -i made.mdb --on 2022-01-01 icd9 004.0
icd10-lookup -i made.mdb verify | grep GEM
icd10-lookup -i made.mdb releases --files | grep -A 1 -i gem | grep -c gem
echo "-- two of one kind, and a broken one"
cp 2021-10-01/gem9.txt again.txt
mkdir 2022-10-01 && cp again.txt 2022-10-01/a.txt && sed 's/B00/B01/' again.txt >2022-10-01/b.txt
icd10-build-index -q -o made.mdb 20*
echo "status $?"
rm 2022-10-01/b.txt && printf '0031  C002    0000\r\n' >>2022-10-01/a.txt
icd10-build-index -q -o made.mdb 20*
echo "status $?"
