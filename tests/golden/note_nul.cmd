# Notes that an editor saved as UTF-16: refused with the line, and left as they are.
mkdir -p data/icd10
printf 'M54.5\tw\0h\0i\0c\0h\0 side\nI10\tsecond\n' >data/icd10/notes.txt
cksum <data/icd10/notes.txt >before
export XDG_DATA_HOME=$PWD/data
icd10 note --edit 1 "which side?" 2>&1 | sed "s,$PWD,HERE,"
icd10 code I10 2>&1 | sed "s,$PWD,HERE,"
cksum <data/icd10/notes.txt | cmp - before && echo unchanged
