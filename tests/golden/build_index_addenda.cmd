# The index and the table of drugs of a release without them: from those before and the addenda.
mkdir 2025-10-01 2026-04-01
cp sample/2025-10-01/icd10cm_order_2026.txt 2025-10-01
cp sample/2025-10-01/icd10cm_order_2026.txt 2026-04-01
cat >2025-10-01/index.xml <<'END'
<ICD10CM.index><version>2026</version><title>Made index</title><letter><title>A</title>
<mainTerm><title>Ache</title><seeAlso>Pain</seeAlso><term level="1"><title>back</title><code>M54.9</code></term></mainTerm></letter></ICD10CM.index>
END
cat >2025-10-01/drug.xml <<'END'
<ICD10CM.index><version>2026</version><indexHeading><head col="1">Substance</head><head col="2">Poisoning</head><head col="3">Adverse effect</head></indexHeading>
<letter><title>A</title><mainTerm><title>Acid</title><cell col="2">M54.50</cell><cell col="3">--</cell></mainTerm></letter></ICD10CM.index>
END
printf 'ICD-10-CM INDEX to DISEASES and INJURIES\n2026 Addenda April Update\n' >2026-04-01/index.txt
printf 'No Change    A\nNo Change    Ache - see also Pain\nAdd          - low back M54.50\nDelete       - tooth K08.89\n' >>2026-04-01/index.txt
icd10-build-index -v -o new.mdb 2025-10-01 2026-04-01 | sed -n /index/p
icd10-lookup -i new.mdb --on 2026-05-01 index ache
icd10-lookup -i new.mdb --on 2026-01-01 index ache
icd10-lookup -i new.mdb --on 2026-05-01 export index
icd10-lookup -i new.mdb verify
# The columns of a table are told by the places of its words.
printf 'ICD-10-CM TABLE of DRUGS and CHEMICALS\n2026 Addenda April Update\n' >2026-04-01/drug.txt
printf '  Substance   Poisoning   Adverse effect\nAdd: Amber    Add: M54.51  Add: --\n' >>2026-04-01/drug.txt
icd10-build-index -o new.mdb 2025-10-01 2026-04-01
word() { printf '5\t1\t0\t0\t0\t0\t%s\t%s\t%s\t8\t100\t%s\n' "$@"; }
{
	printf 'level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n'
	word 107 50 90 ICD-10-CM; word 203 50 50 TABLE; word 268 50 15 of; word 290 50 50 DRUGS
	word 200 80 40 2026; word 245 80 40 Addenda; word 290 80 40 April; word 335 80 40 Update
	word 90 100 40 Substance; word 200 100 40 Poisoning; word 300 100 30 Adverse; word 332 100 30 effect
	word 38 120 20 Add:; word 60 120 20 Amber; word 190 120 20 Add:; word 212 120 30 M54.51; word 300 120 20 Add:; word 322 120 8 --
	word 38 132 20 Acid; word 190 132 30 Revise; word 222 132 20 from:; word 320 132 8 --
	word 190 140 30 M54.50; word 190 148 30 Revise; word 222 148 20 to:; word 190 156 30 M54.59
} >2026-04-01/drug.txt
icd10-build-index -v -o new.mdb 2025-10-01 2026-04-01 | sed -n '/table of drugs/p'
icd10-lookup -i new.mdb --on 2026-05-01 drug acid
icd10-lookup -i new.mdb --on 2026-05-01 drug amber
