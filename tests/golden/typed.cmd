# What is typed or pasted: the card, the pair, the claim, the tree it means, how it was read, and the exit status.
say() {
	printf '$ %s\n' "$*"
	icd10-lookup "$@" | head -4
	icd10-lookup "$@" >/dev/null 2>&1
	echo "status $?"
}
say -1 '• M54.50,'
say -1 "Dx: M54.50 - Low back pain, unspecified | 99213"
say 'M54.50, M54.41'
say -f json 'M54.50/M54.41'
say -f tsv M54.50, M54.41, R52
say "M54.50
M54.41
R52"
say m54.30–m54.32
say M50-M54
say chapter 13
say M54.5 9/30/2021
say --on 2022-01-01 M54.5 9/30/2021
say why was M54.53 denied
say M54.50 vs M54.59
say M54.5 replaced by
say 724.2
say guideline I.C.13.a
say M25.56 left
say -1 M25.56 purple
say -f json M25.56 purple
say low back pain
say tree low back
say tree -- low back
say tree M54.99
say check nosuchfile.txt
say check low back pain
say pair M54.50 with M54.41
say W2189XXA
say -M54.50
