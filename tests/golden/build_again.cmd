# The same files, the same program: nothing is built. One byte of a file or of the index, another name: all of it is.
cp -rL sample files
icd10-build-index -o new.mdb files >/dev/null
icd10-build-index -o new.mdb files
icd10-build-index -q -o new.mdb files
icd10-build-index -v -o new.mdb files | grep -c ' MB, '
cksum <new.mdb >whole
printf x | dd of=new.mdb bs=1 seek=5000 conv=notrunc 2>dd.log
icd10-build-index -o new.mdb files | grep -c ' MB, '
cksum <new.mdb | cmp - whole && echo whole again
printf '\n' >>files/2025-10-01/icd10cm_order_2026.txt
icd10-build-index -o new.mdb files | grep -c ' MB, '
icd10-build-index -o new.mdb files
mv files/2021-01-01 files/2021-04-01
icd10-build-index -o new.mdb files | grep -c ' MB, '
icd10-build-index -o other.mdb files | grep -c ' MB, '
# Without the receipt all is built.
rm "$XDG_CACHE_HOME"/icd10/made-*
icd10-build-index -o new.mdb files | grep -c ' MB, '
# So is a program that lies in no folder of the PATH.
mkdir aside
cp "$(command -v icd10-build-index)" aside/builder
aside/builder -o new.mdb files
