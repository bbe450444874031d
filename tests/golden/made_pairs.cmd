# Two codes together: notes at the code, its header, section, block and chapter, of headers and of codes below them.
. "$ICD10_TESTS/support/releases.sh"
list 2024-10-01 <<'END'
chapter 1 Infections (A00-B99)
  excludes1: of the chapter (C01.1)
section A00-B99 Over all
  excludes1: of the block (C04)
section A00-A09 Of the gut
  excludes2: of the section (C02)
  excludes1: of the section (C05.1)
A00 Cholera
  excludes1: of the category (C03.-)
-A00.0 First
  excludes2: of the code (C03.1)
  excludes1: and itself (A00.-)
-A00.1 Second
section A10-A19 Other
A10 Other
-A10.0 One
-A10.1 Two
  excludes1: the three of them (C01.0, C02 and C03.0)
chapter 2 Neoplasms (C00-D49)
section C00-C14 Of the mouth
C01 Tongue
-C01.0 Base
-C01.1 Tip
C02 Gum
-C02.0 Upper
C03 Palate
-C03.0 Hard
-C03.1 Soft
-C03.2 Both
  codeAlso: the gut (A00.0)
  codeFirst: the other (A10.0)
  useAdditionalCode: more (A10.1)
C04 Cheek
  excludes1: codes without a header (C06.8-)
C05 Lip
-C05.0 Upper
-C05.1 Lower
  excludes2: a range (A10.0-A10.9, C01-C02)
C06 Floor
--C06.80 Deep
--C06.81 Deeper
-C06.9 Else
END
icd10-build-index -q -o pairs.mdb 2024-10-01
pair() {
	icd10-lookup -i pairs.mdb --on 2024-10-01 -f tsv pair "$1" "$2"
	echo "$1 + $2: $(icd10-lookup -i pairs.mdb --on 2024-10-01 -f json pair "$1" "$2" |
		sed 's/.*"together":"\([^"]*\)".*/\1/'), status $(icd10-lookup -i pairs.mdb --on 2024-10-01 pair "$1" "$2" >/dev/null && echo 0 || echo $?)"
}
pair A00.0 C01.1
pair C01.1 A00.1
pair A00.0 C01.0
pair A10.1 C01.0
pair A10.0 C01.0
pair A00.1 C02.0
pair A10.0 C02.0
pair A10.1 C02.0
pair A00.0 C03.1
pair C03.1 A00.0
pair A00.1 C03.2
pair A00.0 A00.1
pair A10.0 A10.0
pair A00.0 C04
pair A00.0 C05.1
pair C05.1 A10.1
pair C05.0 A10.1
pair C05.1 C01.1
pair A00 C03.0
pair A00 C05
pair A10 C03.0
pair C03 A10
pair C03 A10.0
pair A10 C05
pair C01 C05
pair C02 A10
pair C03.0 A10
pair C04 C06.80
pair C06.81 C04
pair C04 C06.9
pair A10.9 C01
pair A00.0 A99
