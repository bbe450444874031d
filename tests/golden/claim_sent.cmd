isa='ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*000000001*0*T*:~'
st='GS*HC*S*R*20250301*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~'
{
	printf '%s\n%s\n' "$isa" "$st"
	printf 'CLM*many*100***11:B:1*Y*A*Y*Y~HI*ABK:M5450:ABF:R52~DTP*472*D8*20251101~\n'
	printf 'CLM*dots*100***11:B:1*Y*A*Y*Y~HI*ABK:M54.50:M2561:R52^ABF:M5459~DTP*472*D8*20251101~\n'
	printf 'CLM*icd9*100***11:B:1*Y*A*Y*Y~HI*BK:7242*BF:7243~DTP*472*D8*20251101~\n'
	printf 'CLM*both*100***11:B:1*Y*A*Y*Y~HI*ABK:M5450*BF:7243~DTP*472*D8*20251101~\n'
	printf 'CLM*old*100***11:B:1*Y*A*Y*Y~HI*BK:7242~DTP*472*D8*20150930~\n'
	printf 'CLM*cut*100***11:B:1*Y*A*Y*Y~HI*ABK:M545'
} >claims.x12
icd10-lookup -f json claim claims.x12
icd10-lookup claim claims.x12
icd10-lookup claim --summary claims.x12
printf '%s' "$st" | icd10-lookup claim -
icd10-lookup claim --age ten M54.50
icd10-lookup claim --sex X M54.50
icd10-lookup claim --setting home M54.50
