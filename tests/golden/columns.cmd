# Into a pipe lines are never broken.
COLUMNS=30 icd10-lookup M54.50 | awk 'length > 80 { long++ } END { print long " long lines" }'
