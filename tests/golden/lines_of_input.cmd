# Lines end with a line feed, a carriage return or both. What is no line is said, and those behind it are answered.
printf 'M54.50\rM54.5\rI10' >mac.txt
printf 'M54.50\r\nM54.5\r\nI10\r\n' >windows.txt
printf 'M54.50\0M54.5\nI10\n' >nul.txt
{ head -c 2000000 /dev/zero | tr '\0' 'x' && printf '\nI10\n'; } >long.txt
iconv -t UTF-16 windows.txt >utf16.txt
for file in mac.txt windows.txt utf16.txt nul.txt long.txt; do
	echo "$file"
	icd10-lookup code -1 - <$file
	echo "status $?"
	icd10-lookup -f tsv claim $file
	echo "status $?"
	icd10-lookup -f tsv check $file | cut -c 1-40
done
printf 'code -1 M54.50\rcode -1 I10' | icd10-lookup shell
printf 'code -1 M54.\00050\ncode -1 -\r\nI10\nM54.5\n' | icd10-lookup shell
echo "status $?"
