# Letters and dots of other scripts that look like those of a code: said, with the code that is meant.
for typed in 'М54.50' 'М54' 'M54。50' 'Μ54.5' 'М54.5O'; do
	icd10-lookup code -1 "$typed"
	icd10-lookup "$typed" | head -3
	echo "$typed" | icd10-lookup check
done
# Wide letters of ASCII and other dots are read as what they are.
icd10-lookup 'Ｍ５４.５０' | head -1
icd10-lookup 'M54·50' | head -1
# Words of other scripts are none.
icd10-lookup 'боль'
