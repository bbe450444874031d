# The rules for claims, each with what it spares. The titles are made up; what the rules know of codes is theirs.
. "$ICD10_TESTS/support/releases.sh"
episodes='  sevenChrDef: A initial encounter
  sevenChrDef: D subsequent encounter
  sevenChrDef: S sequela'
list 2025-10-01 <<END
chapter 1 Infections (A00-B99)
section A00-B99 All
A41 Blood
-A41.1 Blood poisoning without shock
-A41.2 Blood poisoning with shock
-A41.3 Blood poisoning with shock, and more
B94 Left over
-B94.8 Sequelae of infection
chapter 4 Endocrine (E00-E89)
section E00-E89 All
E11 Diabetes
  excludes1: due to another thing (E13.-)
-E11.2 Diabetes with kidney trouble
  useAdditionalCode: code to identify stage of chronic kidney disease (N18.1-N18.6)
  useAdditionalCode: code to identify weight, if applicable (Z68.-)
-E11.9 Diabetes without complications
E13 Other diabetes
-E13.9 Other diabetes without complications
  useAdditionalCode: not to be revived (Z66)
chapter 5 Mental (F01-F99)
section F01-F99 All
F02 Dementia in diseases classified elsewhere
  codeFirst: the disease, such as:
  codeFirst: of Alzheimer (G30.-)
F03 Delirium in kidney disease
  codeFirst: end stage (N18.6)
F04 Loss of memory
  codeFirst: the disease, if applicable (G30.-)
F05 Confusion
  codeFirst: the disease (G30.-)
-F05.0 Confusion, plain
-F05.1 Confusion, other
  codeFirst: another (N18.6)
F06 Mood
  codeFirst: whatever is behind it
chapter 6 Nerves (G00-G99)
section G00-G99 All
G30 Alzheimer
-G30.9 Alzheimer, unspecified
G89 Pain
  excludes2: of the back (M54.-)
-G89.2 Chronic
chapter 9 Circulation (I00-I99)
section I00-I99 All
I10 Hypertension
I11 Hypertension of the heart
-I11.0 with failure
-I11.9 without failure
I12 Hypertension of the kidney
I50 Failure
  codeFirst: due to hypertension (I11.0)
I51 Other
-I51.3 Thrombus
-I51.4 Inflammation
-I51.7 Enlarged
-I51.8 Others
--I51.81 Broken
--I51.89 Specified
-I51.9 Unspecified
I69 Sequelae of stroke
chapter 13 Movement (M00-M99)
section M00-M99 All
  excludes1: an injury of the back (S39.-)
M17 Of the knee
-M17.0 Bilateral wear of knee joints
-M17.1 Wear
--M17.11 Unilateral wear of the right knee joint
--M17.12 Unilateral wear of the left knee joint
--M17.10 Unilateral wear of unspecified knee joint
--M17.19 Wear of the left foot
M18 Of the thumb
-M18.1 Wear
--M18.11 Wear of right thumb
--M18.12 Wear of left thumb
--M18.10 Wear of thumb, unspecified side
M19 Elsewhere
-M19.1 Wear
--M19.10 Wear of thumb, unspecified side
M54 Of the back
-M54.5 Low
  excludes1: due to sciatica (M54.3)
  excludes2: high (M54.6)
-M54.3 Down the leg
-M54.6 High
  codeAlso: the low part (M54.5)
  excludes1: the low part (M54.5)
chapter 14 Kidney (N00-N99)
section N00-N99 All
N18 Kidney disease
-N18.1 Stage 1
-N18.5 Stage 5
-N18.6 End stage
chapter 15 Pregnancy (O00-O9A)
section O00-O9A All
O99 Other
-O99.4 Heart in pregnancy
-O99.5 Lungs in pregnancy
O94 Sequelae of pregnancy
chapter 18 Signs (R00-R99)
section R00-R99 All
R29 Scores
-R29.7 Stroke scale 1
R40 Sleep
-R40.20 Unspecified
-R40.21 Eyes open
-R40.24 Total
-R40.25 Beyond
chapter 19 Injuries (S00-T88)
section S00-S99 Of the body
S39 Of the back
$episodes
-S39.0 Strain
--S39.01 Strain
---S39.012 Strain, low
section T36-T50 Drugs
T39 Of aspirin
$episodes
-T39.0 Aspirin
--T39.01 Aspirin
---T39.011 Aspirin, by accident
  useAdditionalCode: for adverse effects, what came of it (R29.7)
---T39.014 Aspirin, undetermined
---T39.015 Aspirin, adverse effect
  useAdditionalCode: for adverse effects, what came of it (R29.7)
---T39.016 Aspirin, underdosing
section T51-T65 Substances
T51 Alcohol
$episodes
-T51.0 Ethanol
--T51.01 Ethanol
---T51.011 Ethanol, by accident
chapter 20 Causes (V00-Y99)
section V00-Y99 All
W11 Ladder
$episodes
Y90 Level of alcohol
Y92 Place
Y93 Activity
Y99 Status
chapter 21 Factors (Z00-Z99)
section Z00-Z99 All
Z00 Examination
-Z00.0 General
-Z00.6 Research
Z02 For papers
Z03 Observation
Z04 After accident
Z37 Outcome of delivery
Z3A Weeks
Z51 Aftercare
-Z51.0 Rays
-Z51.1 Drugs
-Z51.5 Relief
Z55 Schooling
Z65 Prison
Z66 Not to be revived
Z68 Mass index
END
icd10-build-index -q -o claims.mdb 2025-10-01
# A line a finding: the claim, severity, rule, codes, place and text.
try() {
	for claim; do
		printf '=%s\t%s\n' "$(echo "$claim" | tr ' ' _)" "$claim"
	done | icd10-lookup -i claims.mdb -f tsv claim --on 2025-10-01 -
}
echo '# Excludes'
try 'E11.2 N18.6 E13.9' 'E13.9' 'M54.5 M54.3' 'M54.3 M54.5 M54.6' 'G89.2 M54.6' 'M54.5 S39.012S' 'S39.012S M54.5' \
	'M54.5 S39.012D' 'S39.012A S39.012D'
echo '# First, and never first'
try 'Z51.0 Z51.1' 'Z51.5 Z51.1' 'Z00.0' 'E11.9 Z00.0 Z02' 'E11.9 Z00.6' 'E11.9 Z03' 'E11.9 Z04' 'Z68' 'Z68 E11.9' \
	'E11.9 Z68' 'R29.7' 'R40.20' 'R40.21' 'R40.24' 'R40.25' 'Y90' 'Z55' 'Z65' 'Z66' 'Z3A' 'Z37' 'W11.XXXA' 'Y99'
echo '# Pregnancy and pain'
try 'E11.9 O99.4 O99.5' 'O99.4 E11.9' 'E11.9 O94' 'G89.2' 'G89.2 M17.0' 'M17.0 G89.2'
echo '# Manifestations'
try 'F02' 'F02 G30.9' 'G30.9 F02' 'E11.9 F02' 'R29.7 F02' 'F03' 'E11.9 F03' 'N18.6 F03' 'F04' 'F04 G30.9' 'F05.0' \
	'F05.0 G30.9' 'F05.1 G30.9' 'F05.1 N18.6' 'N18.6 F05.1 G30.9' 'E11.9 F05.1' 'E11.9 F05.0' 'E11.9 G30.9 F02 F03' 'F06' 'E11.9 F06'
echo '# Use additional'
try 'E13.9' 'E13.9 Z66' 'E11.2' 'E11.2 N18.5' 'N18.5 E11.2' 'E11.9 N18.1 E11.2'
echo '# Sequelae'
try 'S39.012S' 'S39.012S G30.9' 'G30.9 S39.012S' 'S39.012S W11.XXXS' 'B94.8' 'B94.8 E11.9' 'I69' 'I69 E11.9'
echo '# External causes'
try 'S39.012A W11.XXXA' 'S39.012D W11.XXXA' 'S39.012D T39.011A W11.XXXA' 'S39.012A Y92' 'S39.012D Y92' 'S39.012D Y93' \
	'S39.012D Y99' 'E11.9 Y92' 'E11.9 W11.XXXD Y93' 'E11.9 W11.XXXA Y93'
echo '# Drugs'
try 'T39.015A E11.9' 'E11.9 T39.015A' 'T39.016A E11.9' 'T39.011A E11.9' 'E11.9 T39.011A' 'E11.9 T39.014D' 'E11.9 T39.011S' \
	'Z51.5 T39.011A' 'O99.4 T39.011A' 'S39.012A T39.011A' 'T39.015S E11.9' 'E11.9 T51.011A' 'E11.9 T39.015A Z66' 'T39.011A'
echo '# Combinations'
try 'I10 N18.1' 'I10 I50' 'N18.1 I50 I10' 'I10 I51.3' 'I10 I51.4' 'I10 I51.7' 'I10 I51.81' 'I10 I51.89' 'I10 I51.9' \
	'I11.9 N18.1' 'I12 I50' 'I11.0 I12' 'N18.1 N18.6' 'N18.5 N18.6' 'N18.1 N18.5' 'E11.9 E11.2' 'E13.9 E11.2' 'A41.1 A41.2' \
	'A41.2 A41.1' 'A41.1 A41.3'
echo '# Sides'
try 'M17.11 M17.12' 'M17.12 M17.11' 'M17.0 M17.11' 'M17.12 M17.0' 'M17.11 M17.10' 'M17.10 M17.12' 'M17.0 M17.10' \
	'M17.11 M17.19' 'M18.11 M18.12' 'M18.11 M18.10' 'M17.11 M18.12' 'M18.11 M19.10' 'M17.11 M17.11'
echo '# What is advised'
for claim in 'E11.2 N18.6 E13.9' 'M54.5 M54.6' 'M54.5 S39.012S' 'Z51.0 Z51.1' 'G89.2 M17.0' 'M17.0 G89.2' 'F02' 'F02 G30.9' 'E11.9 F02' 'F03' \
	'E11.9 F03' 'N18.6 F05.1 G30.9' 'E13.9' 'N18.5 E11.2' 'S39.012S' 'I10 N18.1' 'I10 I50' 'I12 I50' 'N18.1 N18.6' 'E11.9 E11.2' \
	'M17.12 M17.0' 'M17' 'S39.012'; do
	# shellcheck disable=SC2086
	icd10-lookup -i claims.mdb claim --on 2025-10-01 $claim
	echo
done
echo '# How much is told, and what fails'
for level in info warning error; do
	icd10-lookup -i claims.mdb -f tsv claim --min $level --fail-on $level --on 2025-10-01 G89.2 M17.11 M17.0 M17 | cut -f 2,3
	icd10-lookup -i claims.mdb claim --fail-on $level --on 2025-10-01 G89.2 M17.11 >nothing
	echo "status $?"
done
