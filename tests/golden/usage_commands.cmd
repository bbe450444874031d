# What each command expects, when it is given too little, too much or something else.
for command in \
	'changes everything' 'changes 2020-10-01 2021-10-01 2025-10-01' 'changes M54.51234567' 'changes M54 M55' 'changes M5.45' \
	'changes 1990-01-01' 'changes 2020-10-01' 'changes M54- --only codes' 'changes --html' \
	'check --column' 'check --column dx --delimiter ;; x.csv' 'check --column dx --delimiter ; nowhere.csv' 'check --by day x' \
	'check --unknown x' 'check' 'claim' 'claim --matrix --summary M54.50 M54.51' 'claim --file nowhere' 'claim --file a M54.50' \
	'claim --fail-on nothing M54.50' 'claim --min nothing M54.50' 'claim --by M54.50' 'claim nowhere' 'claim .' 'claim --unknown' \
	'code --unknown' 'compare' 'compare --unknown' 'export' 'export order codes' 'export --unknown' 'export order -o /nowhere/x' \
	'history' 'history --unknown' 'history ZZZZ' 'history S39.012XA' 'history low' \
	'index' 'index --unknown' 'index --follow condition' 'index --below zebra' 'drug' 'neoplasm' 'cause' \
	'note --edit' 'note --edit 1' 'note --edit 1 new' 'note --delete' 'note --delete 1' 'note --delete 1 M54' 'note ZZ.Z text' \
	'note low text' 'note M54.5' 'note --unknown' 'note --edit x y' 'note M54.5 _' \
	'bookmark' 'bookmark low' 'bookmark ZZ9.9' 'bookmark --unknown' 'unbookmark M54.5' 'bookmarks M54.5' 'bookmarks' \
	'pair M54.50' 'pair M54.50 low' 'pair --unknown' 'refs' 'refs --unknown' 'refs low' 'refs ZZZ' 'refs S39.012XA' \
	'releases now' 'releases --unknown' 'scan' 'scan --unknown' 'scan nowhere' 'scan --fail-on x .' 'scan --against x .' \
	'search' 'search --limit x low' 'search --limit -1 low' 'search --limit' 'search --within M54 pain' 'search --within low pain' \
	'search --synonyms nowhere low' 'search zebra unknownword' 'search --unknown' \
	'tree --depth x' 'tree --depth' 'tree --depth 99 M54.5' 'tree --html M54' 'tree --html x.html M54 M55' 'tree --unknown' 'tree 0' \
	'tree 99' 'tree chapter 13' 'tree M54-M50' 'verify now' 'verify --unknown' 'shell now' \
	'--color sometimes M54.50' '--color always M54.99' '-f yaml M54.50' '--on' '-i' '--unknown' '-q M54.50' 'M54.5 zebra' \
	'-f json M54.5 zebra' '-f json code M54.5 zebra' 'M54.5 low' 'M54.5_zebra' '---' '..' 'A.B.C'; do
	echo "\$ icd10-lookup $command"
	# shellcheck disable=SC2086
	ICD10_NOTES="" icd10-lookup $command >answer 2>&1
	echo "status $?"
	head -n 12 answer | cut -c 1-200
done
