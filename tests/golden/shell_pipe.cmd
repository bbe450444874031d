# The shell as a script: its own words, its places, what it refuses. Without the notes that come with the book.
ICD10_NOTES="" icd10-lookup shell <<'LINES'
help
help tree
help open
help nothing
M54.5
1
9
..
chapter 13
M50-M54
next
previous
up
ls
up
up
up
chapter 99
on 2021-01-01
M54.5
on
on today
on never
on 1 2
y M54.50
y
y 1
y zebra
?
tree --help
tree --version
shell
-i other.mdb M54.50
-f json M54.50
-f yaml M54.50
"an open quote
search low back pain
2
back
forward
history
children
siblings
bookmark
bookmarks
note reads well
note
unbookmark
M54.99
quack quack
exit now
exit
M54.50
LINES
echo "status $?"
ICD10_ON=2021-01-01 icd10-lookup shell <<'LINES'
on
on today
on 2026-01-01
quit
LINES
ICD10_ON=never icd10-lookup shell </dev/null
echo "status $?"
icd10-lookup shell M54.50
echo "status $?"
printf 'M54.50\nquit' | icd10-lookup -1 shell
