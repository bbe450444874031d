# A file that is there is a file, though its name is spelled like a code or begins like one.
printf 'M54.5\n' >i10.txt
printf 'dx,place\nM54.5,11\n' >E11.9.csv
printf 'M54.50 M54.41\n' >M54
mkdir m54.d && cp i10.txt m54.d
for command in check scan claim ''; do
	for file in i10.txt E11.9.csv ./M54 m54.d/i10.txt; do
		echo "\$ icd10-lookup $command $file"
		icd10-lookup $command $file
		echo "status $?"
	done
done
# Only what the book has is a code before it is a file; a folder is one when a slash says so.
icd10-lookup claim M54
icd10-lookup -1 M54
icd10-lookup m54.d/
icd10-lookup claim M54.50 i10.txt
echo "status $?"
