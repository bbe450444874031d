# Tabular order, not the order of spelling: C4A stands before C44.
icd10-lookup -f tsv tree 2 | cut -f 2
