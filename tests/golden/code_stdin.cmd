printf 'M54.50\r\n\n  w11.xxxa\nM54.5' | icd10-lookup code -1 -
