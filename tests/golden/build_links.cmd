mkdir elsewhere links links/2025-10-01
cp -r sample/2021-10-01 elsewhere
ln -s ../elsewhere/2021-10-01 links
for file in "$PWD"/sample/2025-10-01/*; do ln -s "$file" links/2025-10-01; done
icd10-build-index -q -o links.mdb links
icd10-lookup -i links.mdb releases
