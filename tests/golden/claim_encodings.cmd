# Claims as Windows editors save them: read, whether lines or X12, with a byte order mark or without.
printf 'visit1\tM54.50,M54.41\r\nvisit2\tM54.5\r\n' >lines.txt
{
	printf 'ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*000000001*0*T*:~\n'
	printf 'GS*HC*SENDER*RECEIVER*20250301*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~\n'
	printf 'CLM*visit1*100***11:B:1*Y*A*Y*Y~HI*ABK:M5450*ABF:M5441~DTP*472*D8*20251101~\n'
	printf 'SE*12*0001~GE*1*1~IEA*1*000000001~\n'
} >claims.x12
for file in lines.txt claims.x12; do
	icd10-lookup -f tsv claim $file >expected
	wc -l <expected
	for encoding in UTF-16 UTF-16LE UTF-16BE; do
		iconv -f UTF-8 -t $encoding $file >in.$encoding
		icd10-lookup -f tsv claim in.$encoding | cmp - expected && echo "$file $encoding"
	done
	{ printf '\357\273\277'; cat $file; } | icd10-lookup -f tsv claim - | cmp - expected && echo "$file, marked"
done
# A NUL within a text, and a line without end: refused, what stood before is answered.
printf 'M54.50 M54.41\nM54.5\0 I10\nI10\n' | icd10-lookup claim -
echo "status $?"
printf 'M54.5 \0I10' >nul.txt
icd10-lookup claim nul.txt
echo "status $?"
printf '\0' | icd10-lookup claim -
echo "status $?"
head -c 3000000 /dev/zero | tr '\0' 'x' | icd10-lookup claim -
echo "status $?"
