# A code set made of what is at hand: a list; a list and a codes file; a codes file and an order file before it.
. "$ICD10_TESTS/support/releases.sh"
outline() {
	cat <<'END'
chapter 19 Injuries (S00-T88)
section S00-S09 Of the head
S00 Of the skin
  sevenChrDef: A initial
  sevenChrDef: D subsequent
  notes: 7th character D does not apply to codes in category S00 with 6th character 7 - fatal
-S00.0 Of the scalp
--S00.01 Graze
--S00.02 Blister
---S00.020 Blister, small
  sevenChrDef: S sequela
----S00.0201 Blister, small, explicit
---S00.021 Blister, large
  sevenChrDef: B other
-S00.1 Of the eyelid
--S00.1X Of the eyelid
---S00.1X6 Living
---S00.1X7 Fatal
S01 A wound
END
}
echo 'one: a list'
outline | list 2020-10-01
icd10-build-index -v -o list.mdb 2020-10-01 | grep -v ' MB, '
icd10-lookup -i list.mdb export order
printf 'S00.1X6D\nS00.1X7A\nS00.1X7D\nS00.020S\nS00.0201\nS00.021D\nS00.01XD\nS01\n' | icd10-lookup -i list.mdb check -f tsv
icd10-lookup -i list.mdb -f json S00.0201 S00.021B 2>/dev/null | sed 's/.*\("seventh_characters":[^]]*]\).*/\1/'
echo 'two: a list and a codes file'
codes 2020-10-01 <<'END'
S0001XA Graze, initial
S0001XD Graze, follow-up
S000201 Blister, small, explicit
S00021B Blister, large, other
S001X6A Living, initial
S001X7D Fatal, subsequent
S002    Only in the codes file
S01     A wound
END
icd10-build-index -v -o codes.mdb 2020-10-01 | grep -v ' MB, '
icd10-lookup -i codes.mdb export order | cut -c 1-60
echo 'three: an order file, and a codes file after it'
rm 2020-10-01/*
order 2020-10-01 <<'END'
S00 0 Of the skin
S000 1 Of the scalp
S001 1 Of the eyelid
S01 1 A wound
END
codes 2021-10-01 <<'END'
S0001 Graze
S001 Of the upper eyelid
S01 A wound
S02 Of the bone
S030 Of a new category
S031 Of it, too
END
icd10-build-index -v -o later.mdb 2020-10-01 2021-10-01 | grep -v ' MB, '
icd10-lookup -i later.mdb export order | cut -c 1-60
icd10-lookup -i later.mdb -f tsv changes 2020-10-01 2021-10-01
echo 'four: an order file, a codes file and a list that differ'
rm 2021-10-01/*
codes 2020-10-01 <<'END'
S000 Of the scalp
S001 Of the lower eyelid
S003 Of the nose
S01 A wound
END
outline | list 2020-10-01
icd10-build-index -v -o both.mdb 2020-10-01 | grep -v ' MB, '
