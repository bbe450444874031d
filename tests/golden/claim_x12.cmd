{
	printf 'ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *250301*1200*^*00501*000000001*0*T*:~\n'
	printf 'GS*HC*SENDER*RECEIVER*20250301*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~\n'
	printf 'CLM*visit1*100***11:B:1*Y*A*Y*Y~HI*ABK:M5450*ABF:M5441~DTP*472*D8*20251101~\n'
	printf 'CLM*visit2*100***11:B:1*Y*A*Y*Y~HI*ABK:M545*BF:7242~DTP*472*D8*20210930~\n'
	printf 'CLM*stay*900***11:A:1*Y*A*Y*Y~HI*ABK:M5459~HI*ABJ:M545~DTP*434*RD8*20251030-20251103~\n'
	printf 'SE*12*0001~GE*1*1~IEA*1*000000001~\n'
} >claims.x12
icd10-lookup claim claims.x12
icd10-lookup -f json claim claims.x12
icd10-lookup -f tsv claim --by year claims.x12 | head -3
head -c 300 claims.x12 | icd10-lookup claim -
