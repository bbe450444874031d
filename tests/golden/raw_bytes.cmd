# What a terminal would obey is shown: ids of claims, names of files, messages.
printf 'a\033]0;x\007b\302\233c\tM54.50,M54.41\n' | icd10-lookup claim -
name=$(printf 'd\033[31m\342\200\256e.txt')
echo 'Dx: M54.5' >"$name"
icd10-lookup scan "$name"
icd10-lookup scan "$name.not"
