# M51.360 came in 2024, its first list is that of 2025; M54.5 has one of 2021.
icd10-lookup --on 2025-01-01 M51.360
icd10-lookup -f json --on 2025-01-01 M51.360 M54.50
