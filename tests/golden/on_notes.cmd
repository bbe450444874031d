# Degeneration with back pain came into the Excludes1 with its own code.
icd10-lookup --on 2025-11-01 M54.50 | grep '(M51.360)'
icd10-lookup --on 2023-01-15 M54.50 | grep '(M51.360)'
