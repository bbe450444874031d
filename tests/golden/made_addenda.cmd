# Addenda against a release held make the next one, with its rows in tabular order.
. "$ICD10_TESTS/support/releases.sh"
order 2020-10-01 <<'END'
A00 0 Cholera
A001 1 One
A003 1 Three
A005 1 Five
U07 0 Special
U071 1 Special one
Z99 1 Last
END
addenda 2021-10-01 <<'END'
Add 1 A000 Nought
Add 1 A0010 One, left
Delete 1 A001 One
Add 0 A001 One
Add 1 A002 Two
Add 1 A004 Four
Delete 1 A005 Five
From 1 A003 Three
To 1 A003 Three, revised
Add 1 A006 Six
Add 1 U072 Special two
Add 0 Z98 Last but one
END
icd10-build-index -v -o sets1.mdb 2020-10-01 2021-10-01 | grep -v ' MB, '
icd10-lookup -i sets1.mdb export order --on 2021-10-01 | cut -c 1-32
echo
# What does not fit the release is said, and the rest done.
addenda 2022-10-01 <<'END'
Add 1 A003 Three, revised
Delete 1 A009 Nine
Delete 0 A002 Two
From 1 A004 Quatre
To 1 A004 Four, revised
From 1 A008 Eight
To 1 A008 Eight, revised
Add 1 A010 Ten
Add 1 A010 Ten again
END
icd10-build-index -v -o sets2.mdb 2020-10-01 2021-10-01 2022-10-01 | grep -v ' MB, '
icd10-lookup -i sets2.mdb export order --on 2022-10-01 | cut -c 1-32
# With an order file beside them they are compared with it.
order 2022-10-01 <<'END'
A00 0 Cholera
A000 1 Nought
A001 0 One
A0010 0 One, left
A003 1 Three, otherwise
A004 1 Four, revised
A011 1 Eleven
A006 1 Six
U07 0 Special
U071 1 Special one
U072 1 Special two
Z98 0 Last but one
Z99 1 Last
END
icd10-build-index -v -o sets3.mdb 2020-10-01 2021-10-01 2022-10-01 | sed -n '/^2022-10-01$/,$p' | grep -v ' MB, '
