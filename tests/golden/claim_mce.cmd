# An edition of Medicare's editor as text: dated by its own words, lists by their headings, procedures passed over.
cat >edits.txt <<'END'
Definitions of Medicare Code Edits
v99
Table of Contents
4. Age conflict	8
A. Newborn diagnoses	9

The coding edit information in this manual is effective from 10/01/2021 to 09/30/2022.
4. Age conflict
* Adult. Age range is 15-124 years inclusive (e.g., senile delirium).
A. Newborn diagnoses
P220   	Respiratory distress syndrome of newborn
B. Maternity diagnoses (age 9 through 64)
E119   	Oth pregnancy related conditions, first trimester
5. Sex conflict
Diagnoses for females only
E119   	Oth pregnancy related conditions, first trimester
Procedures for females only
0U5G0ZZ	Destruction of Vagina, Open Approach
D5450  	No diagnosis
6. Manifestation code as principal diagnosis
The following list contains ICD-10-CM diagnoses with corresponding English descriptions.
Manifestation codes not allowed as principal diagnosis
F0280  	Dementia in oth diseases classd elswhr
9. Unacceptable principal diagnosis
The following unacceptable principal diagnosis code is considered "acceptable" when a secondary diagnosis is also coded on the record:
I10	Encounter for other specified aftercare
The following pages contain a list of codes identified as unacceptable when entered as principal diagnosis.
Unacceptable principal diagnosis codes
*I10	Encounter for other specified aftercare
R52    	Pain, unspecified
20. Unspecified code
Unspecified codes
M25569 	Pain in unspecified knee
Chapter 2: Code list changes
Newborn diagnoses
M5451	Not on a list of today
END
icd10-build-index -q -o edits.mdb sample edits.txt
export ICD10_INDEX=edits.mdb
icd10-lookup -f json code --on 2022-01-01 E11.9 | grep -o '"mce":[^]]*.}'
icd10-lookup -f json code --on 2025-10-01 E11.9 | grep -o '"mce":[^]]*.}'
icd10-lookup -f json code --on 2021-09-30 E11.9 | grep -o '"mce":[a-z]*'
icd10-lookup --on 2022-01-01 code R52 | grep -A1 Medicare
for said in '--age 8 --sex M' '--age 9 --sex F' '--age 64' '--age 65' ''; do
	icd10-lookup -f tsv claim --on 2022-01-01 --setting inpatient $said E11.9 M25.569
done
for first in F02.80 R52 I10; do
	icd10-lookup -f tsv claim --on 2022-01-01 --setting inpatient $first M54.50 | grep mce
	icd10-lookup -f tsv claim --on 2022-01-01 --setting inpatient $first | grep mce
	icd10-lookup -f tsv claim --on 2022-01-01 --setting inpatient M54.50 $first | grep mce
	icd10-lookup -f tsv claim --on 2022-01-01 --setting outpatient --age 3 $first | grep mce
done
icd10-lookup verify | tail -1
{
	printf 'ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*000000001*0*T*:~'
	printf 'GS*HC*S*R*20250301*1200*1*X*005010X223A2~ST*837*0001*005010X223A2~HL*1**22*0~DMG*D8*20140101*M~'
	printf 'CLM*stay*1***11:A:1~DTP*434*RD8*20220101-20220105~HI*ABK:R52*ABF:E119~HL*2**22*0~'
	printf 'CLM*visit*1***13:A:1~DTP*434*RD8*20220101-20220105~HI*ABK:R52*ABF:F0280~SE*1*1~GE*1*1~IEA*1*1~'
} >claims.x12
icd10-lookup claim claims.x12 | grep -e mce -e visit
