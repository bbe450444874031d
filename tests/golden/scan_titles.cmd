# A label that is another code's title word for word names that code and no other; one that is its own code's says nothing.
. "$ICD10_TESTS/support/releases.sh"
list 2025-10-01 <<'END'
chapter 1 Bones (A00-B99)
section A00-A09 Ankles
A01 Break of ankle
-A01.1 Break of inner ankle
--A01.11 Break of inner ankle of left leg
--A01.12 Break of inner ankle of right leg
-A01.2 Break of outer ankle
--A01.21 Break of outer ankle of left leg
--A01.29 Break of outer ankle of unspecified leg
A02 Other chronic swelling
-A02.1 Chronic swelling with infection
-A02.9 Chronic swelling, unspecified
A03 Sprain
-A03.9 Unspecified sprain, uncomplicated
END
icd10-build-index -q -o made.mdb 2*
printf 'code,description\nA01.29,"Break of inner ankle of left leg"\nA03.9,"Chronic swelling, unspecified"\nA01.21,"break of OUTER ankle of left leg"\nA02.9,"Other chronic swelling"\n' >labels.csv
icd10-lookup -i made.mdb --on 2025-11-01 scan labels.csv
